namespace CompiledRules.Connectors.Files;

/// <summary>Cuts a stream of bytes into lines. Empty lines are passed over; a carriage return before the line feed is not part of the line.</summary>
internal static class LineReader
{
    private const int BufferSize = 64 * 1024;

    /// <summary>The lines without the first and last ones that the options leave out. Disposes the stream at the end.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> ReadLines(Stream stream, FileSourceOptions options)
    {
        var held = new Queue<ReadOnlyMemory<byte>>();
        foreach (var line in ReadLines(stream).Skip(options.IgnoreStartLines))
        {
            held.Enqueue(line);
            if (held.Count > options.IgnoreEndLines)
                yield return held.Dequeue();
        }
    }

    /// <summary>All lines. Disposes the stream at the end.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> ReadLines(Stream stream)
    {
        using (stream)
        {
            var cutter = new LineCutter();
            var buffer = new byte[BufferSize];
            int length;
            while ((length = stream.Read(buffer, 0, buffer.Length)) > 0)
            {
                cutter.Add(buffer.AsSpan(0, length));
                while (cutter.TryTake(out var line))
                    yield return line;
            }

            if (cutter.TakeRest() is { IsEmpty: false } rest)
                yield return rest;
        }
    }
}
