"""A source, a sink, and functions of a row, of a group, of a batch and with state."""
import time
from typing import List

from ekuiper import Context, PluginConfig, Sink, Source, aggregate, batch, plugin, scalar


@scalar
def py_celsius(fahrenheit: float) -> float:
    return (fahrenheit - 32) / 1.8


@aggregate
def py_spread(values) -> float:
    known = [value for value in values if value is not None]
    return max(known) - min(known) if known else 0.0


@batch
def py_smooth(values: List[float]) -> List[float]:
    """The mean of each value and the one before it in the batch."""
    return [(value + before) / 2 for value, before in zip(values, values[:1] + values[:-1])]


@scalar
def py_visits(ctx: Context, key: str) -> int:
    """How often a key has come; the host keeps the count, so it outlives this process."""
    visits = (ctx.get_state(key) or 0) + 1
    ctx.put_state(key, visits)
    return visits


class Meter(Source):
    """A thermometer that climbs."""

    def __init__(self):
        self.on = True

    def configure(self, datasource, conf):
        self.room, self.pause = datasource, conf.get("interval", 1000) / 1000

    def open(self, ctx: Context):
        reading = 0
        while self.on:
            ctx.emit({"room": self.room, "fahrenheit": 32 + reading * 1.8})
            reading += 1
            time.sleep(self.pause)

    def close(self, ctx):
        self.on = False


class File(Sink):
    """Appends every message to a file."""

    def configure(self, conf):
        self.path = conf["path"]

    def open(self, ctx: Context):
        pass

    def collect(self, ctx: Context, data):
        with open(self.path, "ab") as file:
            file.write(data + b"\n")
        ctx.ack_ok()

    def close(self, ctx):
        pass


if __name__ == "__main__":
    plugin.start(PluginConfig(
        "pymeter",
        {"py_meter": Meter},
        {"py_file": File},
        {"py_celsius": py_celsius, "py_spread": py_spread, "py_smooth": py_smooth, "py_visits": py_visits}))
