"""A plugin that speaks the old wire through nng itself, the way the published Python SDK does."""
import ctypes
import json
import os
import signal
import sys
import threading
import time
import traceback

nng = ctypes.CDLL("libnng.so.1")
ALLOC, TIMED_OUT = 1, 5


class Socket(ctypes.Structure):
    _fields_ = [("id", ctypes.c_uint32)]


nng.nng_dial.argtypes = nng.nng_listen.argtypes = [Socket, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int]
nng.nng_send.argtypes = [Socket, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]
nng.nng_recv.argtypes = [Socket, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_size_t), ctypes.c_int]
nng.nng_setopt_ms.argtypes = [Socket, ctypes.c_char_p, ctypes.c_int32]
nng.nng_setopt_size.argtypes = [Socket, ctypes.c_char_p, ctypes.c_size_t]
nng.nng_free.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
nng.nng_close.argtypes = [Socket]

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "sockets.txt")) as file:
    SOCKETS = file.read().strip()


class Channel:
    def __init__(self, kind, name, listens=False, receive_ms=-1, send_ms=-1):
        self.socket = Socket()
        self.check(getattr(nng, f"nng_{kind}0_open")(ctypes.byref(self.socket)))
        nng.nng_setopt_ms(self.socket, b"recv-timeout", receive_ms)
        nng.nng_setopt_ms(self.socket, b"send-timeout", send_ms)
        nng.nng_setopt_size(self.socket, b"recv-size-max", 0)
        if kind == "req":
            nng.nng_setopt_ms(self.socket, b"req:resend-time", 0)
        url = f"ipc://{SOCKETS}/{name}.ipc".encode()
        for attempt in range(50):
            error = (nng.nng_listen if listens else nng.nng_dial)(self.socket, url, None, 0)
            if error == 0:
                return
            time.sleep(0.05)
        self.check(error)

    @staticmethod
    def check(error):
        if error == TIMED_OUT:
            raise TimeoutError
        if error != 0:
            raise OSError(f"nng error {error}")

    def send(self, data):
        self.check(nng.nng_send(self.socket, data, len(data), 0))

    def receive(self):
        data, size = ctypes.c_void_p(), ctypes.c_size_t()
        self.check(nng.nng_recv(self.socket, ctypes.byref(data), ctypes.byref(size), ALLOC))
        result = ctypes.string_at(data, size.value)
        nng.nng_free(data, size)
        return result

    def close(self):
        nng.nng_close(self.socket)


def serve(channel, reply):
    channel.send(b"handshake")
    while True:
        try:
            message = channel.receive()
        except TimeoutError:
            channel.send(b"handshake")
            continue
        channel.send(reply(message))


def crash(args):
    os.kill(os.getpid(), signal.SIGKILL)


def crash_once(args):
    marker = os.path.join(HERE, "crashed")
    if not os.path.exists(marker):
        open(marker, "w").close()
        crash(args)
    return args[0]


def freeze_once(args):
    marker = os.path.join(HERE, "frozen")
    if not os.path.exists(marker):
        open(marker, "w").close()
        os.kill(os.getpid(), signal.SIGSTOP)
        # The process stops a moment after the call.
        time.sleep(1)
    return args[0]


def fail(args):
    raise ValueError("it went wrong")


def sleep(args):
    time.sleep(args[0] / 1000)
    return args[0]


FUNCTIONS = {
    "revert": lambda args: args[0][::-1],
    "echo": lambda args: args[0],
    "length": lambda args: len(args[0]),
    "total": lambda args: sum(args[0]),
    "nan": lambda args: float("nan"),
    "pid": lambda args: os.getpid(),
    "sleep": sleep,
    "fail": fail,
    "crash": crash,
    "crashonce": crash_once,
    "freezeonce": freeze_once,
}


def function(symbol):
    kind = symbol.split("_")[0]

    def reply(message):
        call = json.loads(message)
        try:
            if call["func"] == "Validate":
                return answer(True, "" if len(call["arg"]) == 1 else f"{kind} only supports 1 parameter but got {len(call['arg'])}", len(call["arg"]) == 1)
            if call["func"] == "IsAggregate":
                return answer(True, kind == "total")
            context = json.loads(call["arg"][-1])
            assert context["ruleId"] and context["opId"]
            return answer(True, FUNCTIONS[kind](call["arg"][:-1]))
        except Exception:
            return answer(False, traceback.format_exc())

    serve(Channel("req", f"func_{symbol}", receive_ms=5000), reply)


def answer(state, result, ok=True):
    return json.dumps({"state": state and ok, "result": result}).encode()


live = {}


def source(argument, ready):
    key = lane(argument)
    config = argument["config"]
    channel = Channel("push", key, send_ms=1000)
    live[key] = True
    ready.set()
    count = 0
    while live.get(key):
        count += 1
        row = {"message": {"name": "pyjson", "value": count, "from": config.get("datasource"), "named": argument["dataSource"]}, "meta": {"pid": os.getpid()}}
        channel.send(json.dumps(row).encode())
        if count == 3:
            channel.send(json.dumps({"error": "it hurts"}).encode())
        time.sleep(config["interval"] / 1000)
    channel.close()


def sink(argument, ready):
    key = lane(argument)
    data = Channel("pull", key, listens=True)
    acks = Channel("push", key + "_ack", send_ms=1000)
    live[key] = True
    ready.set()
    path = os.path.join(HERE, argument["config"]["file"])
    while live.get(key):
        message = data.receive()
        if message.startswith(b'{"refuse"'):
            acks.send(b'{"error":"refused"}')
            continue
        with open(path, "ab") as file:
            file.write(message + b"\n")
        acks.send(b"{}")


def lane(argument):
    meta = argument["meta"]
    return f"{meta['ruleId']}_{meta['opId']}_{meta['instanceId']}"


def command(message):
    try:
        parsed = json.loads(message)
        argument = json.loads(parsed["arg"])
        if parsed["cmd"] == "start":
            if argument["pluginType"] == "func":
                threading.Thread(target=function, args=(argument["symbolName"],), daemon=True).start()
            else:
                if argument["config"].get("refuse"):
                    raise ValueError("bad configuration")
                ready = threading.Event()
                target = source if argument["pluginType"] == "source" else sink
                threading.Thread(target=target, args=(argument, ready), daemon=True).start()
                ready.wait(5)
        elif parsed["cmd"] == "stop":
            live[lane(argument)] = False
        return b"ok"
    except Exception:
        return traceback.format_exc().encode()


print("plugin output", flush=True)
serve(Channel("req", "plugin_" + os.path.basename(HERE), receive_ms=5000), command)
