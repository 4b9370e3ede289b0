using System.Buffers;

namespace CompiledRules.Connectors.Files;

/// <summary>Which files a source has read, and how far the one in hand. For the source's thread, but for <see cref="Release"/>, which may come from any.</summary>
internal sealed class FileProgress(FileSourceOptions options)
{
    private readonly Lock _gate = new();

    // By name. What has been begun is not read again before it changes; what has been finished is part of the position.
    private readonly Dictionary<string, FileStamp> _begun = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileStamp> _finished = new(StringComparer.Ordinal);

    // Finished, to be taken away as soon as nobody can ask for them again.
    private readonly Dictionary<string, FileStamp> _kept = new(StringComparer.Ordinal);

    private FilePosition? _resumed;
    private string? _file;
    private FilePrint? _print;
    private byte[]? _tail;
    private bool _isTracked;
    private bool _isResumedPass;

    /// <summary>Writes the position behind an item of the file in hand.</summary>
    public void Write(IBufferWriter<byte> target, long count)
    {
        _isTracked = true;
        FilePosition.Write(target, _file is null ? 0 : count, _tail ?? Tail());
    }

    /// <exception cref="SqlException">The file in hand has been replaced; everything begins anew.</exception>
    public void Resume(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _begun.Clear();
            _finished.Clear();
            (_resumed, _file, _print, _tail, _isTracked, _isResumedPass) = (null, null, null, null, true, false);
            var position = FilePosition.Read(bytes);
            if (position.File is { } file && FilePrint.Of(PathOf(file.Name), file.Length) is { } found && found != file)
                throw new SqlException($"file '{file.Name}' is not the one that was read before; it is read from its start");

            foreach (var stamp in position.Done)
                (_begun[stamp.Name], _finished[stamp.Name], _kept[stamp.Name]) = (stamp, stamp, stamp);
            (_resumed, _file, _print, _isResumedPass) = (position, position.File?.Name, position.File, true);
            TakeAway(position);
        }
    }

    /// <summary>Begins to read all files once more; after <see cref="Resume"/> the first pass goes on with the one before.</summary>
    public void BeginPass()
    {
        lock (_gate)
        {
            if (_isResumedPass)
            {
                _isResumedPass = false;
                return;
            }

            _begun.Clear();
            _finished.Clear();
            (_resumed, _tail) = (null, null);
        }
    }

    /// <summary>Whether there is nothing to read in a file: it has been, and has not changed since.</summary>
    public bool IsRead(string path)
    {
        var stamp = FileStamp.Of(path);
        lock (_gate)
            return _begun.GetValueOrDefault(stamp.Name) == stamp || (options.AfterRead != AfterRead.Keep && _kept.GetValueOrDefault(stamp.Name) == stamp);
    }

    /// <summary>Makes a file the one in hand.</summary>
    /// <returns>Where to begin in it.</returns>
    public long Begin(string path)
    {
        lock (_gate)
        {
            var stamp = _begun[Path.GetFileName(path)] = FileStamp.Of(path);
            var start = _resumed is { File.Name: var last, Count: var count } && last == stamp.Name ? count : 0;
            (_resumed, _file, _print, _tail) = (null, stamp.Name, null, null);
            return start;
        }
    }

    /// <summary>The file in hand has been read to its end.</summary>
    public void Finish(string path)
    {
        lock (_gate)
        {
            var stamp = _begun[Path.GetFileName(path)];
            _finished[stamp.Name] = stamp;
            (_file, _tail) = (null, null);
            if (options.AfterRead == AfterRead.Keep)
                return;
            if (_isTracked)
                _kept[stamp.Name] = stamp;
            else
                TakeAway(path);
        }
    }

    /// <summary>What was read before the position is asked for no more.</summary>
    public void Release(ReadOnlySpan<byte> bytes)
    {
        if (options.AfterRead == AfterRead.Keep)
            return;

        lock (_gate)
            TakeAway(FilePosition.Read(bytes));
    }

    private byte[] Tail()
    {
        lock (_gate)
        {
            if (_file is not null)
                _print ??= FilePrint.Of(PathOf(_file)) ?? new FilePrint(_file, 0, 0);
            return _tail = FilePosition.TailOf(_file is null ? null : _print, _finished.Values);
        }
    }

    private void TakeAway(FilePosition position)
    {
        if (options.AfterRead == AfterRead.Keep)
            return;

        foreach (var stamp in position.Done)
        {
            var path = PathOf(stamp.Name);

            // A file that has come since under the same name is another one.
            if (_kept.GetValueOrDefault(stamp.Name) != stamp)
                continue;
            _kept.Remove(stamp.Name);
            if (FileStamp.Of(path) != stamp)
                continue;

            TakeAway(path);
            _finished.Remove(stamp.Name);
            _tail = null;
        }
    }

    private void TakeAway(string path)
    {
        if (options.AfterRead == AfterRead.Delete)
        {
            File.Delete(path);
        }
        else
        {
            Directory.CreateDirectory(options.MoveTo!);
            File.Move(path, Path.Combine(options.MoveTo!, Path.GetFileName(path)), overwrite: true);
        }
    }

    private string PathOf(string name) => Directory.Exists(options.Path) ? Path.Combine(options.Path, name) : options.Path;
}
