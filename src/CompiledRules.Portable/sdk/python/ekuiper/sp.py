"""The scalability protocols over Unix domain sockets, as far as plugins need them."""
import os
import random
import socket
import struct
import time

PAIR, REQ, REP, PUSH, PULL = 0x10, 0x30, 0x31, 0x50, 0x51
COUNTERPART = {PAIR: PAIR, REQ: REP, REP: REQ, PUSH: PULL, PULL: PUSH}

_HEADER = struct.Struct(">4sHH")
_FRAME = struct.Struct(">BQ")
_WORD = struct.Struct(">I")
_ID_BIT = 0x80000000


class Closed(Exception):
    """The peer is gone."""


def path_of(name):
    """The socket file of a channel; the host names the folder when it is not the usual one."""
    return os.path.join(os.environ.get("PLUGIN_SOCKETS", "/tmp"), name + ".ipc")


class Connection:
    """Whole messages over one connection."""

    def __init__(self, stream, own):
        self._stream = stream
        self._buffer = bytearray()
        stream.sendall(_HEADER.pack(b"\0SP\0", own, 0))
        self._fill(_HEADER.size)
        magic, peer, reserved = _HEADER.unpack_from(self._buffer)
        if magic != b"\0SP\0" or peer != COUNTERPART[own] or reserved != 0:
            raise Closed(f"the peer opened with {bytes(self._buffer[:8]).hex()}")
        del self._buffer[:_HEADER.size]

    def send(self, *parts):
        body = parts[0] if len(parts) == 1 else b"".join(parts)
        try:
            if len(body) < 65536:
                self._stream.sendall(_FRAME.pack(1, len(body)) + body)
            else:
                self._stream.sendall(_FRAME.pack(1, len(body)))
                self._stream.sendall(body)
        except (BrokenPipeError, ConnectionError) as error:
            raise Closed(str(error)) from error

    def receive(self, timeout=None):
        """The next message. Raises ``TimeoutError`` when none begins in time."""
        self._stream.settimeout(timeout)
        if not self._buffer:
            data = self._read()
            # Mostly one read brings one whole message, which then need not be copied.
            if len(data) >= 9 and data[0] == 1 and int.from_bytes(data[1:9], "big") + 9 == len(data):
                if timeout is not None:
                    self._stream.settimeout(None)
                return memoryview(data)[9:]
            self._buffer += data
        self._stream.settimeout(None)
        self._fill(_FRAME.size)
        kind, length = _FRAME.unpack_from(self._buffer)
        if kind != 1:
            raise Closed(f"a message began with byte {kind}")
        self._fill(_FRAME.size + length)
        message = bytes(self._buffer[_FRAME.size:_FRAME.size + length])
        del self._buffer[:_FRAME.size + length]
        return memoryview(message)

    def close(self):
        try:
            self._stream.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._stream.close()

    def _fill(self, count):
        while len(self._buffer) < count:
            self._buffer += self._read(max(65536, count - len(self._buffer)))

    def _read(self, most=262144):
        try:
            data = self._stream.recv(min(most, 1 << 20))
        except socket.timeout as error:
            raise TimeoutError from error
        except OSError as error:
            raise Closed(str(error)) from error
        if not data:
            raise Closed("the peer closed")
        return data


def dial(name_or_path, own, attempts=50, pause=0.1):
    """Connects, trying again while nobody listens."""
    path = name_or_path if name_or_path.startswith("/") else path_of(name_or_path)
    for attempt in range(attempts):
        stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            stream.connect(path)
            return Connection(stream, own)
        except (OSError, Closed):
            stream.close()
            if attempt + 1 == attempts:
                raise
            time.sleep(pause)


class Listener:
    """Accepts one connection after the other; the socket file is private to the user."""

    def __init__(self, name_or_path, own):
        self.path = name_or_path if name_or_path.startswith("/") else path_of(name_or_path)
        self._own = own
        if os.path.exists(self.path):
            os.unlink(self.path)
        self._stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._stream.bind(self.path)
        os.chmod(self.path, 0o600)
        self._stream.listen(4)

    def accept(self, timeout=None):
        self._stream.settimeout(timeout)
        try:
            stream, _ = self._stream.accept()
        except socket.timeout as error:
            raise TimeoutError from error
        stream.settimeout(None)
        return Connection(stream, self._own)

    def close(self):
        # Wakes a thread that waits for a connection, which closing alone does not.
        try:
            self._stream.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._stream.close()
        if os.path.exists(self.path):
            os.unlink(self.path)


class Requester:
    """The REQ end of a channel: replies to anything but the newest request are dropped."""

    def __init__(self, name):
        self._connection = dial(name, REQ)
        self._id = random.getrandbits(31)

    def send(self, payload):
        self._id = (self._id + 1) & 0x7FFFFFFF
        self._connection.send(_WORD.pack(self._id | _ID_BIT), payload)

    def receive(self, timeout=None):
        while True:
            message = self._connection.receive(timeout)
            if len(message) >= 4 and _WORD.unpack_from(message)[0] == self._id | _ID_BIT:
                return bytes(message[4:])

    def close(self):
        self._connection.close()


class Replier:
    """The REP end of a channel, for whoever plays the host."""

    def __init__(self, connection):
        self._connection = connection
        self._id = None

    def receive(self, timeout=None):
        message = self._connection.receive(timeout)
        self._id = bytes(message[:4])
        return bytes(message[4:])

    def send(self, payload):
        self._connection.send(self._id, payload)
