"""Plays the host for a plugin that is being written.

    python -m ekuiper.dev plugin.py function add '[1, 2]' '[3, 4]'
    python -m ekuiper.dev plugin.py source ticks '{"interval": 100}' --count 5
    python -m ekuiper.dev plugin.py sink lines '{"path": "out.txt"}' '[{"a": 1}]' '[{"a": 2}]'

With --attach the plugin is started by hand, in a debugger for one, with PLUGIN_SOCKETS set as this program says.
"""
import argparse
import json
import os
import queue
import re
import struct
import subprocess
import sys
import tempfile
import threading

from . import functions, sp, values

CALLER = json.dumps({"ruleId": "dev", "opId": "dev", "instanceId": 0, "funcId": 0})


class Accepting:
    """Accepts in the background: a plugin connects in the middle of an order."""

    def __init__(self, name, own):
        self._listener = sp.Listener(name, own)
        self.path = self._listener.path
        self._found = queue.Queue()
        threading.Thread(target=lambda: self._found.put(self._listener.accept()), daemon=True).start()

    def connection(self):
        try:
            return self._found.get(timeout=10)
        except queue.Empty:
            raise SystemExit(f"the plugin did not connect to {self.path}") from None


class Host:
    """One plugin and its control channel."""

    def __init__(self, script, name, attach):
        self.folder = tempfile.mkdtemp(prefix="plugin")
        os.environ["PLUGIN_SOCKETS"] = self.folder
        control = sp.Listener("plugin_" + name, sp.REP)
        self.process = None
        if attach:
            print(f"waiting for plugin {name}: PLUGIN_SOCKETS={self.folder}", file=sys.stderr)
        else:
            search = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
            environment = dict(os.environ, PYTHONPATH=os.pathsep.join(filter(None, [search, os.environ.get("PYTHONPATH")])))
            self.process = subprocess.Popen([sys.executable, "-u", os.path.abspath(script)], cwd=os.path.dirname(os.path.abspath(script)), env=environment)
        self.channel = sp.Replier(control.accept(None if attach else 60))
        self.channel.receive()

    def order(self, verb, argument):
        self.channel.send(json.dumps({"cmd": verb, "arg": json.dumps(argument)}).encode())
        while True:
            answer = self.channel.receive(60).decode()
            if answer != "handshake":
                break
            # The plugin broke its silence in the middle of the order.
            self.channel.send(json.dumps({"cmd": verb, "arg": json.dumps(argument)}).encode())
        if answer != "ok":
            raise SystemExit(f"{verb} of {argument['symbolName']}: {answer}")

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def argument_of(kind, symbol, config=None, fast=None):
    argument = {"symbolName": symbol, "meta": {"ruleId": "dev", "opId": symbol, "instanceId": 0}, "pluginType": kind}
    if kind == "func":
        argument["meta"] = {"ruleId": "", "opId": "", "instanceId": 0}
    if config is not None:
        argument.update(config=config, dataSource=config.get("datasource", ""), datasource=config.get("datasource", ""))
    if fast is not None:
        argument["wire"] = {"version": functions.VERSION, "path": fast}
    return argument


def call_function(host, symbol, rows, out):
    """All rows of one shape as one batch over the fast wire."""
    listener = Accepting(f"func_{symbol}_fast", sp.PAIR)
    host.order("start", argument_of("func", symbol, fast=listener.path))
    channel = listener.connection()
    channel.receive(10)
    columns = b"".join(values.write_column([row[i] for row in rows]) for i in range(len(rows[0])))
    channel.send(struct.pack("<BBHIII", functions.CALL, 0, len(rows[0]), 1, len(rows), 0) + columns)
    state = {}
    while True:
        frame = channel.receive()
        if frame[0] == functions.RESULT:
            break
        channel.send(answer_state(frame, state))
    failed = struct.unpack_from("<I", frame, 12)[0]
    results, at = values.read_column(frame, 16, len(rows))
    errors = {}
    for _ in range(failed):
        row, length = struct.unpack_from("<II", frame, at)
        errors[row] = bytes(frame[at + 8:at + 8 + length]).decode()
        at += 8 + length
    for row, result in enumerate(results):
        print(f"error: {errors[row]}" if row in errors else json.dumps(result, default=str), file=out)


def answer_state(frame, state):
    verb, number, length = frame[1], *struct.unpack_from("<II", frame, 4)
    key = bytes(frame[12:12 + length]).decode()
    if verb == functions.PUT:
        state[key] = values.unpack(frame, 12 + length)[0]
    elif verb == functions.DELETE:
        state.pop(key, None)
    return struct.pack("<BBHI", functions.STATE_REPLY, 0, 0, number) + values.pack(state.get(key) if verb == functions.GET else None)


def read_source(host, symbol, config, count, out):
    listener = Accepting(f"dev_{symbol}_0", sp.PULL)
    host.order("start", argument_of("source", symbol, config))
    channel = listener.connection()
    for _ in range(count):
        print(bytes(channel.receive()).decode(), file=out)
    host.order("stop", argument_of("source", symbol, config))


def write_sink(host, symbol, config, messages, out):
    listener = Accepting(f"dev_{symbol}_0_ack", sp.PULL)
    host.order("start", argument_of("sink", symbol, config))
    acks = listener.connection()
    channel = sp.dial(f"dev_{symbol}_0", sp.PUSH)
    for message in messages:
        channel.send(message.encode())
        try:
            print(bytes(acks.receive(2)).decode(), file=out)
        except TimeoutError:
            print("no acknowledgement", file=out)
    host.order("stop", argument_of("sink", symbol, config))


def plugin_name(script):
    """The name that the plugin gives itself, or that of its folder."""
    with open(script, encoding="utf-8") as file:
        found = re.search(r"PluginConfig\(\s*[\"']([\w-]+)[\"']", file.read())
    return found.group(1) if found else os.path.basename(os.path.dirname(os.path.abspath(script)))


def main(arguments=None, out=sys.stdout):
    parser = argparse.ArgumentParser(prog="python -m ekuiper.dev", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("script")
    parser.add_argument("kind", choices=["function", "source", "sink"])
    parser.add_argument("symbol")
    parser.add_argument("data", nargs="*", help="rows of arguments, or options and messages, as JSON")
    parser.add_argument("--name", help="the plugin's name, where the script does not tell")
    parser.add_argument("--count", type=int, default=10, help="how many rows of a source to show")
    parser.add_argument("--attach", action="store_true", help="wait for a plugin that is started by hand")
    given = parser.parse_args(arguments)
    host = Host(given.script, given.name or plugin_name(given.script), given.attach)
    try:
        if given.kind == "function":
            call_function(host, given.symbol, [json.loads(row) for row in given.data], out)
        elif given.kind == "source":
            read_source(host, given.symbol, json.loads(given.data[0]) if given.data else {}, given.count, out)
        else:
            write_sink(host, given.symbol, json.loads(given.data[0]) if given.data else {}, given.data[1:], out)
    finally:
        host.close()


if __name__ == "__main__":
    main()
