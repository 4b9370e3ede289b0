"""Threads that run sources and sinks."""
import json
import logging
import threading
import traceback

from . import sp
from .api import Context

SEND_TIMEOUT = 1.0

log = logging.getLogger("ekuiper")


class ConnectorContext(Context):
    def __init__(self, meta):
        self._meta = meta

    def get_rule_id(self):
        return self._meta["ruleId"]

    def get_op_id(self):
        return self._meta["opId"]

    def get_instance_id(self):
        return self._meta["instanceId"]


class SourceContext(ConnectorContext):
    def __init__(self, meta, connection):
        super().__init__(meta)
        self._connection = connection
        self._gate = threading.Lock()

    def emit(self, message, meta=None):
        self._send({"message": message, "meta": meta})

    def emit_error(self, error):
        self._send({"error": error})

    def _send(self, frame):
        data = json.dumps(frame).encode()
        with self._gate:
            self._connection.send(data)


class SinkContext(ConnectorContext):
    def __init__(self, meta, acks):
        super().__init__(meta)
        self._acks = acks

    def ack_ok(self):
        self._acks.send(b"{}")

    def ack_error(self, error):
        self._acks.send(json.dumps({"error": error}).encode())


class SourceRun:
    def __init__(self, argument, source):
        self._source = source
        self._stopped = False
        data_source = argument.get("dataSource") or argument.get("datasource") or ""
        source.configure(data_source, argument.get("config") or {})
        self._connection = sp.dial(lane(argument), sp.PUSH)
        self._context = SourceContext(argument["meta"], self._connection)
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        try:
            self._source.open(self._context)
        except sp.Closed:
            log.info("source %s is no longer read", self._context.get_op_id())
        except Exception:
            if not self._stopped:
                log.error("source %s ended: %s", self._context.get_op_id(), traceback.format_exc())
        finally:
            self.stop()

    def stop(self):
        if self._stopped:
            return
        self._stopped = True
        try:
            self._source.close(self._context)
        finally:
            self._connection.close()


class SinkRun:
    def __init__(self, argument, sink):
        self._sink = sink
        self._stopped = False
        sink.configure(argument.get("config") or {})
        self._data = sp.Listener(lane(argument), sp.PULL)
        self._acks = sp.dial(lane(argument) + "_ack", sp.PUSH)
        self._context = SinkContext(argument["meta"], self._acks)
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        try:
            self._sink.open(self._context)
            while not self._stopped:
                self._collect(self._data.accept())
        except (sp.Closed, OSError):
            pass
        except Exception:
            if not self._stopped:
                log.error("sink %s ended: %s", self._context.get_op_id(), traceback.format_exc())
        finally:
            self.stop()

    def _collect(self, connection):
        try:
            while not self._stopped:
                self._sink.collect(self._context, bytes(connection.receive()))
        except sp.Closed:
            # The host may dial again.
            pass
        finally:
            connection.close()

    def stop(self):
        if self._stopped:
            return
        self._stopped = True
        self._data.close()
        try:
            self._sink.close(self._context)
        finally:
            self._acks.close()


def lane(argument):
    meta = argument["meta"]
    return f"{meta['ruleId']}_{meta['opId']}_{meta['instanceId']}"
