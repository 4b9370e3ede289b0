"""Threads that answer function calls, over the old wire and over the fast one."""
import json
import struct
import time
import traceback
from collections import deque

from . import sp, values
from .api import Context
from .declare import Declared

CALL, STATE_REPLY = 0x01, 0x02
HELLO, RESULT, STATE = 0x11, 0x12, 0x13
EXECUTE, VALIDATE = 0, 1
GET, PUT, DELETE = 1, 2, 3
KEEP_ALIVE = 5
WINDOW = 16
VERSION = 1

_CALL = struct.Struct("<BBHIII")
_KINDS = {"bigint": values.INTEGER, "float": values.FLOAT}


class FunctionContext(Context):
    def __init__(self, rule_id, op_id, instance_id=0, lane=None):
        self._rule_id, self._op_id, self._instance_id, self._lane = rule_id, op_id, instance_id, lane

    def get_rule_id(self):
        return self._rule_id

    def get_op_id(self):
        return self._op_id

    def get_instance_id(self):
        return self._instance_id

    def get_state(self, key):
        return self._state(GET, key, None)

    def put_state(self, key, value):
        self._state(PUT, key, value)

    def delete_state(self, key):
        self._state(DELETE, key, None)

    def _state(self, verb, key, value):
        if self._lane is None:
            raise NotImplementedError("this host keeps no state")
        return self._lane.state(verb, key, value)


def serve_old(symbol, function):
    """One JSON call after the other; silence is broken every few seconds, so that the host sees a living plugin."""
    channel = sp.Requester(f"func_{symbol}")
    channel.send(b"handshake")
    while True:
        try:
            message = channel.receive(KEEP_ALIVE)
        except TimeoutError:
            channel.send(b"handshake")
            continue
        channel.send(answer(function, json.loads(message)))


def answer(function, call):
    try:
        if call["func"] == "Validate":
            text = function.validate(call["arg"])
            return reply(text == "", text)
        if call["func"] == "IsAggregate":
            return reply(True, bool(function.is_aggregate()))
        if call["func"] == "Exec":
            given = json.loads(call["arg"][-1])
            context = FunctionContext(given["ruleId"], given["opId"], given["instanceId"])
            return reply(True, function.exec(call["arg"][:-1], context))
        return reply(False, f"invalid func {call['func']}")
    except Exception:
        return reply(False, traceback.format_exc())


def reply(state, result):
    return json.dumps({"state": state, "result": result}).encode()


class FastLane:
    """Batches of rows, many calls in flight, and the function's state."""

    def __init__(self, path, symbol, function):
        self._function = function
        self._kind = _KINDS.get(function.returns) if isinstance(function, Declared) else None
        self._waiting = deque()
        self._state_id = 0
        self._context = FunctionContext("rule", symbol, 0, self)
        self._connection = sp.dial(path, sp.PAIR)
        self._connection.send(struct.pack("<BBHI", HELLO, VERSION, WINDOW, 0))

    def serve(self):
        run = self._runner()
        while True:
            frame = self._waiting.popleft() if self._waiting else self._connection.receive()
            if frame[0] != CALL:
                continue
            arrived = time.monotonic()
            _, question, count, number, rows, deadline = _CALL.unpack_from(frame)
            at = _CALL.size
            columns = []
            for _ in range(count):
                column, at = values.read_column(frame, at, rows)
                columns.append(column)
            if question != EXECUTE:
                results, errors = each(self._validate if question == VALIDATE else self._is_aggregate, columns, rows, None)
                self._send(number, rows, results, errors)
                continue
            results, errors = run(columns, rows, arrived + deadline / 1000 if deadline else None)
            self._send(number, rows, results, errors)

    def _validate(self, *args):
        return self._function.validate(list(args))

    def _is_aggregate(self, *args):
        return bool(self._function.is_aggregate())

    def _send(self, number, rows, results, errors):
        try:
            column = values.write_column(results, self._kind)
        except Exception:
            results, errors = self._spoiled(results, errors)
            column = values.write_column(results, self._kind)
        head = _CALL.pack(RESULT, 0, 0, number, rows, len(errors))
        if not errors:
            self._connection.send(head + column)
            return
        parts = [head, column]
        for row, text in errors:
            data = text.encode("utf-8", "replace")
            parts.append(struct.pack("<II", row, len(data)))
            parts.append(data)
        self._connection.send(*parts)

    def _spoiled(self, results, errors):
        """A result that has no form on the wire is the error of its own row."""
        kept = list(results)
        errors = list(errors)
        for row, result in enumerate(kept):
            try:
                values.pack(result)
            except Exception:
                kept[row] = None
                errors.append((row, traceback.format_exc()))
        return kept, errors

    def _runner(self):
        function, context = self._function, self._context
        if not isinstance(function, Declared):
            return lambda columns, rows, due: each(lambda *row: function.exec(list(row), context), columns, rows, due)
        body = function.body
        if function.takes_context:
            inner = body
            body = lambda *row: inner(context, *row)
        if function.kind == "batch":
            return lambda columns, rows, due: whole(body, columns, rows)
        return lambda columns, rows, due: each(body, columns, rows, due)

    def state(self, verb, key, value):
        """Asks the host and waits for its word; calls that arrive meanwhile wait."""
        self._state_id += 1
        data = key.encode()
        self._connection.send(struct.pack("<BBHII", STATE, verb, 0, self._state_id, len(data)), data, values.pack(value))
        while True:
            frame = self._connection.receive()
            if frame[0] == STATE_REPLY and struct.unpack_from("<I", frame, 4)[0] == self._state_id:
                return values.unpack(frame, 8)[0]
            self._waiting.append(frame)


def each(body, columns, rows, due):
    """Row by row; what a row raises is its own error, and rows past the deadline are not begun."""
    results, errors = [], []
    add = results.append
    arguments = zip(*columns) if columns else [()] * rows
    monotonic = time.monotonic
    for row in arguments:
        try:
            if due is not None and not len(results) & 63 and monotonic() > due:
                raise TimeoutError("the deadline of the call has passed")
            add(body(*row))
        except Exception:
            errors.append((len(results), traceback.format_exc()))
            add(None)
    return results, errors


def whole(body, columns, rows):
    try:
        results = list(body(*map(list, columns)))
        if len(results) != rows:
            raise ValueError(f"the function gave {len(results)} results for {rows} rows")
        return results, []
    except Exception:
        text = traceback.format_exc()
        return [None] * rows, [(row, text) for row in range(rows)]
