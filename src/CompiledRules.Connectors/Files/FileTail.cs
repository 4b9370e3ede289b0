namespace CompiledRules.Connectors.Files;

/// <summary>Reads the lines that have been added to a file since the last look. A file that has become shorter is read from its start.</summary>
internal sealed class FileTail
{
    private const int BufferSize = 64 * 1024;

    private LineCutter _lines = new();
    private long _read;
    private long _linesBegin;

    /// <summary>Between two looks.</summary>
    public static TimeSpan PollInterval { get; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often the file has become shorter, which means that another one has taken its place.</summary>
    public int RestartCount { get; private set; }

    /// <summary>Bytes from the start of the file to behind the line last given. Set, it is where the next look begins.</summary>
    public long Position
    {
        get => _linesBegin + _lines.Taken;
        set
        {
            (_read, _linesBegin) = (value, value);
            _lines = new LineCutter();
        }
    }

    /// <exception cref="IOException">The file cannot be read; the message names it.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> ReadNew(string path)
    {
        using var file = FileContent.Open(path);
        if (file.Length < _read)
        {
            Position = 0;
            RestartCount++;
        }

        file.Position = _read;
        var buffer = new byte[BufferSize];
        int length;
        while ((length = file.Read(buffer, 0, buffer.Length)) > 0)
        {
            _read += length;
            _lines.Add(buffer.AsSpan(0, length));
            while (_lines.TryTake(out var line))
                yield return line;
        }
    }
}
