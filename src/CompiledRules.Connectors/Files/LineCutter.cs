namespace CompiledRules.Connectors.Files;

/// <summary>Collects bytes and gives the complete lines among them.</summary>
internal sealed class LineCutter
{
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Bytes of the lines that have been taken, their ends included.</summary>
    public long Taken { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - _end < bytes.Length)
        {
            var pending = _buffer.AsSpan(_start, _end - _start);
            var target = _buffer.Length >= pending.Length + bytes.Length ? _buffer : new byte[Math.Max(_buffer.Length * 2, pending.Length + bytes.Length)];
            pending.CopyTo(target);
            (_buffer, _end, _start) = (target, pending.Length, 0);
        }

        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>Takes the next line that is complete and not empty.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> line)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n')) >= 0)
        {
            line = Copy(length);
            _start += length + 1;
            Taken += length + 1;
            if (!line.IsEmpty)
                return true;
        }

        line = default;
        return false;
    }

    /// <summary>Takes what follows the last line feed.</summary>
    public ReadOnlyMemory<byte> TakeRest()
    {
        var rest = Copy(_end - _start);
        _start = _end;
        return rest;
    }

    // Rows keep slices of their line, which must not keep the whole buffer alive or change with it.
    private byte[] Copy(int length)
    {
        var line = _buffer.AsSpan(_start, length);
        return (line is [.., (byte)'\r'] ? line[..^1] : line).ToArray();
    }
}
