namespace CompiledRules.Connectors.Files;

/// <summary>Reads the lines that have been added to a file since the last look. A file that has become shorter is read from its start.</summary>
internal sealed class FileTail
{
    private const int BufferSize = 64 * 1024;

    private LineCutter _lines = new();
    private long _position;

    /// <summary>Between two looks.</summary>
    public static TimeSpan PollInterval { get; } = TimeSpan.FromMilliseconds(200);

    /// <exception cref="IOException">The file cannot be read; the message names it.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> ReadNew(string path)
    {
        using var file = FileContent.Open(path);
        if (file.Length < _position)
        {
            _position = 0;
            _lines = new LineCutter();
        }

        file.Position = _position;
        var buffer = new byte[BufferSize];
        int length;
        while ((length = file.Read(buffer, 0, buffer.Length)) > 0)
        {
            _position += length;
            _lines.Add(buffer.AsSpan(0, length));
            while (_lines.TryTake(out var line))
                yield return line;
        }
    }
}
