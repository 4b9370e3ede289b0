namespace CompiledRules.Connectors.Files;

/// <summary>The open files of one sink, by path.</summary>
internal sealed class RollingFiles(FileSinkOptions options, ConnectorContext context) : IDisposable
{
    // A path that follows the data may name any number of files.
    private const int MaximumOpenFiles = 64;

    private readonly Dictionary<string, RollingFile> _files = new(StringComparer.Ordinal);

    /// <summary>Opens a path that does not follow the data, so that a wrong one is known before the first message.</summary>
    public void Check(string path)
    {
        if (!ConnectorOptions.IsTemplate(path))
            Open(path);
    }

    /// <summary>The file to write the next message to; begins a new one where the last is full or old.</summary>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    public RollingFile Open(string path)
    {
        if (_files.TryGetValue(path, out var file) && !file.IsDue(context.Time.GetUtcNow()))
            return file;

        file?.Retire();
        if (file is null && _files.Count >= MaximumOpenFiles)
            CloseOldest();
        return _files[path] = new RollingFile(context.ResolvePath(path), options, context.Time.GetUtcNow());
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
            file.Dispose();
        _files.Clear();
    }

    private void CloseOldest()
    {
        var (path, file) = _files.MinBy(static entry => entry.Value.Begun);
        file.Dispose();
        _files.Remove(path);
    }
}
