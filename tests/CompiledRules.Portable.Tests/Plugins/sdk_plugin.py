"""A plugin on our SDK: classes as eKuiper's SDK has them, and declared functions."""
import datetime
import logging
import os
import signal
import time
from typing import List, Optional

from ekuiper import Context, Function, PluginConfig, Sink, Source, aggregate, batch, plugin, scalar

HERE = os.path.dirname(os.path.abspath(__file__))


class Revert(Function):
    def validate(self, args):
        return "" if len(args) == 1 else f"revert only supports 1 parameter but got {len(args)}"

    def exec(self, args, ctx: Context):
        assert ctx.get_rule_id() and ctx.get_op_id()
        return args[0][::-1]

    def is_aggregate(self):
        return False


class Total(Function):
    def validate(self, args):
        return ""

    def exec(self, args, ctx):
        return sum(args[0])

    def is_aggregate(self):
        return True


@scalar
def add(a: int, b: int) -> int:
    return a + b


@scalar
def echo(value):
    return value


@scalar
def kind(value):
    return type(value).__name__


@scalar
def half(value: Optional[float]) -> float:
    return value / 2


@scalar
def picky(value: int) -> int:
    if value % 3 == 0:
        raise ValueError(f"{value} is a multiple of three")
    return value


@scalar
def opaque(value):
    return object()


@scalar
def huge(value):
    return 1 << 70


@scalar
def later(value: datetime.datetime) -> datetime.datetime:
    return value + datetime.timedelta(days=1)


@scalar
def pause(milliseconds: int) -> int:
    time.sleep(milliseconds / 1000)
    return milliseconds


@batch
def doubled(values: List[int]) -> List[int]:
    return [2 * value for value in values]


@batch
def short(values: List[int]) -> List[int]:
    return values[:-1]


@aggregate
def spread(values) -> float:
    return max(values) - min(values)


@scalar
def count(ctx, key: str) -> int:
    seen = (ctx.get_state(key) or 0) + 1
    ctx.put_state(key, seen)
    return seen


@scalar
def forget(ctx, key: str) -> bool:
    ctx.delete_state(key)
    return True


@scalar
def mortal(value: int) -> int:
    """Dies at every hundredth row, once."""
    marker = os.path.join(HERE, f"dead{value}")
    if value % 100 == 99 and not os.path.exists(marker):
        open(marker, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(1)
    return value


@scalar(retry=False)
def fragile(value: int) -> int:
    return mortal(value)


class Ticks(Source):
    def __init__(self):
        self.on = True

    def configure(self, datasource, conf):
        self.datasource, self.interval = datasource, conf["interval"]

    def open(self, ctx):
        ctx.get_logger().info("ticks begin")
        count = 0
        while self.on:
            count += 1
            ctx.emit({"count": count, "from": self.datasource}, {"rule": ctx.get_rule_id()})
            time.sleep(self.interval / 1000)

    def close(self, ctx):
        self.on = False


class Lines(Sink):
    def configure(self, conf):
        self.path = os.path.join(HERE, conf["file"])

    def open(self, ctx):
        pass

    def collect(self, ctx, data):
        with open(self.path, "ab") as file:
            file.write(data + b"\n")
        ctx.ack_ok()

    def close(self, ctx):
        pass


if __name__ == "__main__":
    plugin.start(PluginConfig(
        os.path.basename(HERE),
        {"ticks": lambda: Ticks()},
        {"lines": lambda: Lines()},
        {
            "revert": lambda: Revert(), "total": lambda: Total(), "add": add, "echo": echo, "kind": kind, "half": half, "picky": picky, "opaque": opaque, "huge": huge,
            "later": later, "pause": pause, "doubled": doubled, "short": short, "spread": spread, "count": count, "forget": forget, "mortal": mortal, "fragile": fragile,
        }))
