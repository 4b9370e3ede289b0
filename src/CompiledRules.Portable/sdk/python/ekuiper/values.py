"""Values of the fast wire: columns of one type as arrays, everything else as MessagePack."""
import datetime
import struct
from itertools import accumulate

NULL, INTEGER, FLOAT, BOOLEAN, STRING, BYTES, TIME, ANY = range(8)

_COLUMN = struct.Struct("<BBHI")
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_MICROSECOND = datetime.timedelta(microseconds=1)
_KIND = {int: INTEGER, float: FLOAT, bool: BOOLEAN, str: STRING, bytes: BYTES, datetime.datetime: TIME}
_DEFAULT = {INTEGER: 0, FLOAT: 0.0, BOOLEAN: False, STRING: "", BYTES: b"", TIME: _EPOCH}


def read_column(data, at, rows):
    """The values of the column that begins at ``at``, and where the next one begins."""
    kind, has_nulls, _, length = _COLUMN.unpack_from(data, at)
    at += 8
    end = at + length
    nulls = None
    if has_nulls:
        nulls = data[at:at + rows]
        at += rows
    if kind == INTEGER:
        values = struct.unpack_from(f"<{rows}q", data, at)
    elif kind == FLOAT:
        values = struct.unpack_from(f"<{rows}d", data, at)
    elif kind == BOOLEAN:
        values = struct.unpack_from(f"<{rows}?", data, at)
    elif kind == STRING:
        values = _read_strings(data, at, end, rows)
    elif kind == BYTES:
        values = _read_slices(data, at, rows, bytes)
    elif kind == TIME:
        values = [_EPOCH + datetime.timedelta(microseconds=ticks // 10) for ticks in struct.unpack_from(f"<{rows}q", data, at)]
    elif kind == ANY:
        values = []
        for _ in range(rows):
            value, at = unpack(data, at)
            values.append(value)
    else:
        values = [None] * rows
    if nulls is not None:
        values = [None if null else value for null, value in zip(nulls, values)]
    return values, end


def write_column(values, kind=None):
    """A column of ``values``; ``kind`` when it is known what they are."""
    rows = len(values)
    types = set(map(type, values))
    nulls = b""
    if type(None) in types:
        types.discard(type(None))
        if not types:
            return _COLUMN.pack(NULL, 0, 0, 0)
        nulls = bytes([value is None for value in values])
    if types == {int, float} and kind == FLOAT:
        found = FLOAT
    else:
        found = _KIND.get(next(iter(types)), ANY) if len(types) == 1 else ANY if types else NULL
    # A function declared to give floats may give whole ones.
    if found == INTEGER and kind == FLOAT:
        found = FLOAT
    if nulls and found != ANY:
        default = _DEFAULT[found]
        values = [default if value is None else value for value in values]
    try:
        body = _encode(found, values, rows)
    except (struct.error, OverflowError):
        # An integer of more than 64 bits.
        found, nulls, body = ANY, b"", b"".join(map(pack, values))
    if found == ANY:
        nulls = b""
    return _COLUMN.pack(found, 1 if nulls else 0, 0, len(nulls) + len(body)) + nulls + body


def _encode(kind, values, rows):
    if kind == INTEGER:
        return struct.pack(f"<{rows}q", *values)
    if kind == FLOAT:
        return struct.pack(f"<{rows}d", *values)
    if kind == BOOLEAN:
        return bytes(values)
    if kind == STRING:
        return _write_slices([value.encode("utf-8", "surrogatepass") for value in values])
    if kind == BYTES:
        return _write_slices(values)
    if kind == TIME:
        return struct.pack(f"<{rows}q", *map(_ticks, values))
    if kind == NULL:
        return b""
    return b"".join(map(pack, values))


def _read_strings(data, at, end, rows):
    start = at + 4 * rows
    text = str(data[start:end], "utf-8")
    # In ASCII, places in the bytes are places in the text.
    if len(text) != end - start:
        return _read_slices(data, at, rows, lambda piece: str(piece, "utf-8"))
    ends = struct.unpack_from(f"<{rows}I", data, at)
    return [text[first:last] for first, last in zip((0, *ends), ends)]


def _read_slices(data, at, rows, convert):
    start = at + 4 * rows
    ends = struct.unpack_from(f"<{rows}I", data, at)
    return [convert(data[start + first:start + last]) for first, last in zip((0, *ends), ends)]


def _write_slices(pieces):
    return struct.pack(f"<{len(pieces)}I", *accumulate(map(len, pieces))) + b"".join(pieces)


def _ticks(time):
    return (_aware(time) - _EPOCH) // _MICROSECOND * 10


def _aware(time):
    return time if time.tzinfo else time.astimezone()


def pack(value):
    """One value as MessagePack."""
    kind = type(value)
    if value is None:
        return b"\xc0"
    if kind is bool:
        return b"\xc3" if value else b"\xc2"
    if kind is int:
        if 0 <= value < 128:
            return bytes((value,))
        if -(1 << 63) <= value < 1 << 63:
            return b"\xd3" + value.to_bytes(8, "big", signed=True)
        raise OverflowError(f"{value} does not fit in 64 bits")
    if kind is float:
        return b"\xcb" + struct.pack(">d", value)
    if kind is str:
        data = value.encode("utf-8", "surrogatepass")
        return _sized(len(data), 0xA0, 32, 0xD9, 0xDA, 0xDB) + data
    if kind is bytes:
        return _sized(len(value), None, 0, 0xC4, 0xC5, 0xC6) + value
    if kind is list or kind is tuple:
        return _sized(len(value), 0x90, 16, None, 0xDC, 0xDD) + b"".join(map(pack, value))
    if kind is dict:
        return _sized(len(value), 0x80, 16, None, 0xDE, 0xDF) + b"".join(pack(str(name)) + pack(item) for name, item in value.items())
    return _pack_other(value)


def _pack_other(value):
    if isinstance(value, datetime.datetime):
        microseconds = (_aware(value) - _EPOCH) // _MICROSECOND
        seconds, rest = divmod(microseconds, 1_000_000)
        return b"\xc7\x0c\xff" + struct.pack(">Iq", rest * 1000, seconds)
    for kind, convert in ((bool, bool), (int, int), (float, float), (str, str), (dict, dict), ((bytearray, memoryview), bytes)):
        if isinstance(value, kind):
            return pack(convert(value))
    # Arrays and numbers of other libraries know how to become Python's own.
    if hasattr(value, "tolist"):
        return pack(value.tolist())
    if hasattr(value, "__iter__"):
        return pack(list(value))
    raise TypeError(f"a value of type {type(value).__name__} cannot be a result")


def _sized(size, fix, fix_limit, one, two, four):
    if size < fix_limit:
        return bytes((fix | size,))
    if one is not None and size < 1 << 8:
        return bytes((one, size))
    if size < 1 << 16:
        return struct.pack(">BH", two, size)
    return struct.pack(">BI", four, size)


_FIXED = {0xCA: (">f", 4), 0xCB: (">d", 8), 0xCC: (">B", 1), 0xCD: (">H", 2), 0xCE: (">I", 4), 0xCF: (">Q", 8), 0xD0: (">b", 1), 0xD1: (">h", 2), 0xD2: (">i", 4), 0xD3: (">q", 8)}
_SIZED = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xC7: 1, 0xC8: 2, 0xC9: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4, 0xDC: 2, 0xDD: 4, 0xDE: 2, 0xDF: 4}


def unpack(data, at):
    """The MessagePack value that begins at ``at``, and where the next one begins."""
    lead = data[at]
    at += 1
    if lead < 0x80:
        return lead, at
    if lead >= 0xE0:
        return lead - 0x100, at
    if lead < 0x90:
        return _map(data, at, lead & 0x0F)
    if lead < 0xA0:
        return _list(data, at, lead & 0x0F)
    if lead < 0xC0:
        return str(data[at:at + (lead & 0x1F)], "utf-8"), at + (lead & 0x1F)
    if lead == 0xC0:
        return None, at
    if lead in (0xC2, 0xC3):
        return lead == 0xC3, at
    if lead in _FIXED:
        form, size = _FIXED[lead]
        return struct.unpack_from(form, data, at)[0], at + size
    if 0xD4 <= lead <= 0xD8:
        return _extension(data, at, 1 << (lead - 0xD4))
    width = _SIZED[lead]
    size = int.from_bytes(data[at:at + width], "big")
    at += width
    if lead <= 0xC6:
        return bytes(data[at:at + size]), at + size
    if lead <= 0xC9:
        return _extension(data, at, size)
    if lead <= 0xDB:
        return str(data[at:at + size], "utf-8"), at + size
    return _list(data, at, size) if lead <= 0xDD else _map(data, at, size)


def _list(data, at, size):
    items = []
    for _ in range(size):
        item, at = unpack(data, at)
        items.append(item)
    return items, at


def _map(data, at, size):
    items = {}
    for _ in range(size):
        name, at = unpack(data, at)
        items[name], at = unpack(data, at)
    return items, at


def _extension(data, at, size):
    kind = data[at]
    at += 1
    if kind != 0xFF:
        raise ValueError(f"extension type {kind} is not known")
    if size == 4:
        seconds, nanoseconds = struct.unpack_from(">I", data, at)[0], 0
    elif size == 8:
        both = struct.unpack_from(">Q", data, at)[0]
        seconds, nanoseconds = both & 0x3FFFFFFFF, both >> 34
    else:
        nanoseconds, seconds = struct.unpack_from(">Iq", data, at)
    return _EPOCH + datetime.timedelta(seconds=seconds, microseconds=nanoseconds // 1000), at + size
