namespace CompiledRules.Hosting.Sharing;

/// <summary>The shared streams that rules read at this moment, by name.</summary>
internal sealed class SharedStreams
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (StreamSettings Settings, SharedStream Stream)> _open = new(StringComparer.Ordinal);

    /// <summary>Adds a rule to a stream, which is opened where it is not, or where it was declared otherwise since.</summary>
    /// <param name="open">Makes the stream's connector and decoder.</param>
    /// <exception cref="OptionException">There is no such connector or format, or an option of it cannot be used.</exception>
    public SharedReader Add(StreamSettings settings, RowLayout wanted, Func<Action<SharedStream>, SharedStream> open)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(settings.Name, out var found) && IsSame(found.Settings, settings) && found.Stream.TryAdd(wanted) is { } reader)
                return reader;

            var stream = open(Close);
            _open[settings.Name] = (settings, stream);
            return stream.TryAdd(wanted)!;
        }
    }

    private void Close(SharedStream stream)
    {
        lock (_gate)
        {
            foreach (var (name, entry) in _open)
            {
                if (entry.Stream == stream)
                {
                    _open.Remove(name);
                    return;
                }
            }
        }
    }

    private static bool IsSame(StreamSettings left, StreamSettings right) =>
        left.Type == right.Type && left.Options.SequenceEqual(right.Options) && left.Schema.Columns.SequenceEqual(right.Schema.Columns);
}
