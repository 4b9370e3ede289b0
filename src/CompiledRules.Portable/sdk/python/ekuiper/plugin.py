"""The process of a plugin: takes the host's commands and starts and stops symbols."""
import json
import logging
import os
import sys
import threading
import traceback

from . import functions, sp
from .connectors import SinkRun, SourceRun, lane
from .declare import Declared

KEEP_ALIVE = 5

log = logging.getLogger("ekuiper")


class PluginConfig:
    """What a plugin offers: factories by symbol. A function may also be one made with ``scalar``, ``batch`` or ``aggregate``."""

    def __init__(self, name, sources=None, sinks=None, functions=None):
        self.name = name
        self.sources = sources or {}
        self.sinks = sinks or {}
        self.functions = functions or {}

    def get(self, plugin_type, symbol):
        return {"source": self.sources, "sink": self.sinks, "func": self.functions}[plugin_type][symbol]


class _Process:
    def __init__(self, config):
        self._config = config
        self._live = {}

    def run(self):
        try:
            channel = sp.Requester(f"plugin_{self._config.name}")
        except OSError as error:
            log.error("no host for plugin %s: %s", self._config.name, error)
            sys.exit(0)
        channel.send(self._handshake())
        while True:
            try:
                message = channel.receive(KEEP_ALIVE)
            except TimeoutError:
                channel.send(b"handshake")
                continue
            channel.send(self._obey(message))

    def _handshake(self):
        declared = {name: function.describe() for name, function in self._config.functions.items() if isinstance(function, Declared)}
        return b"handshake " + json.dumps({"wire": functions.VERSION, "sdk": "python", "functions": declared}).encode()

    def _obey(self, message):
        try:
            command = json.loads(message)
            argument = json.loads(command["arg"])
            if command["cmd"] == "start":
                self._start(argument)
            elif command["cmd"] == "stop":
                run = self._live.pop((argument["pluginType"], argument["symbolName"], lane(argument)), None)
                if run is not None:
                    run.stop()
            return b"ok"
        except Exception:
            # A text that began with an h would be taken for a keep-alive.
            return traceback.format_exc().encode()

    def _start(self, argument):
        plugin_type, symbol = argument["pluginType"], argument["symbolName"]
        key = (plugin_type, symbol, lane(argument))
        factory = self._config.get(plugin_type, symbol)
        if plugin_type == "source":
            self._live[key] = SourceRun(argument, factory())
        elif plugin_type == "sink":
            self._live[key] = SinkRun(argument, factory())
        elif plugin_type == "func":
            # Functions are never stopped, so one that runs is left alone.
            if key not in self._live:
                self._start_function(symbol, factory if isinstance(factory, Declared) else factory(), argument.get("wire"))
                self._live[key] = None
        else:
            raise ValueError(f"invalid plugin type {plugin_type}")

    @staticmethod
    def _start_function(symbol, function, wire):
        def run():
            while True:
                try:
                    if wire:
                        functions.FastLane(wire["path"], symbol, function).serve()
                    else:
                        functions.serve_old(symbol, function)
                except sp.Closed:
                    # The host may have dropped the connection; it is dialled again for a while.
                    continue
                except OSError:
                    log.info("function %s is no longer called", symbol)
                    return
                except Exception:
                    log.error("function %s ended: %s", symbol, traceback.format_exc())
                    os._exit(1)

        threading.Thread(target=run, daemon=True).start()


def start(config):
    """Runs the plugin until its host goes away."""
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(asctime)s %(levelname)s %(message)s")
    try:
        _Process(config).run()
    except sp.Closed:
        os._exit(1)
    except KeyboardInterrupt:
        os._exit(0)
