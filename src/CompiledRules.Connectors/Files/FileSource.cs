using System.Buffers;
using CompiledRules.Connectors.Timing;

namespace CompiledRules.Connectors.Files;

/// <summary>Rows and messages of a file, or of the files of a directory in the order of their names. Metadata: <c>file</c>.</summary>
/// <remarks>
/// <c>DATASOURCE</c> is the name under <c>path</c>. A file is read once and the stream ends, unless <c>loop</c>, <c>interval</c> (read it again) or <c>follow</c>
/// (wait for new lines) is set; a directory is watched for new and changed files. <c>sendInterval</c> spaces the rows.
/// <para>A rule that goes back goes back to the row in the file, as long as the file begins as it did. A file that is to be deleted or moved is so when its last row is safe.</para>
/// </remarks>
/// <param name="tail">Reads what is added to a file that is followed; null for other files.</param>
internal sealed class FileSource<T>(FileSourceOptions options, TimeProvider time, Func<string, IEnumerable<T>> read, FileTail? tail) : ISource<T>, IRewindable
{
    private static readonly TimeSpan s_watchInterval = TimeSpan.FromSeconds(1);

    private readonly FileProgress _progress = new(options);
    private long _count;
    private bool _isFollowing;
    private int _restarts;

    public IDisposable Subscribe(IObserver<T> observer) =>
        Playback<T>.Start(observer, ReadAll, new PlaybackPlan(options.SendInterval, RepeatInterval()), time);

    public void WritePosition(IBufferWriter<byte> position)
    {
        if (tail is not null && tail.RestartCount != _restarts)
        {
            _restarts = tail.RestartCount;
            _progress.Begin(options.Path);
        }

        _progress.Write(position, tail?.Position ?? _count);
    }

    public void Rewind(ReadOnlySpan<byte> position)
    {
        _isFollowing = false;
        _progress.Resume(position);
    }

    public void Release(ReadOnlySpan<byte> position) => _progress.Release(position);

    private TimeSpan? RepeatInterval()
    {
        if (options.IsFollowing)
            return FileTail.PollInterval;
        if (options.Interval > TimeSpan.Zero)
            return options.Interval;
        if (options.IsLooping)
            return TimeSpan.Zero;

        return Directory.Exists(options.Path) ? s_watchInterval : null;
    }

    private IEnumerable<T> ReadAll()
    {
        if (tail is not null)
            return Follow(tail);

        var isDirectory = Directory.Exists(options.Path);
        if (!isDirectory || options.Interval > TimeSpan.Zero || options.IsLooping)
            _progress.BeginPass();
        IEnumerable<string> files = isDirectory ? Directory.EnumerateFiles(options.Path).Order(StringComparer.Ordinal) : [options.Path];
        return files.Where(path => !_progress.IsRead(path)).SelectMany(Read);
    }

    private IEnumerable<T> Read(string path)
    {
        _count = 0;
        var start = _progress.Begin(path);
        foreach (var item in read(path))
        {
            if (_count++ >= start)
                yield return item;
        }

        _progress.Finish(path);
    }

    // The file stays the one in hand from one look to the next.
    private IEnumerable<T> Follow(FileTail lines)
    {
        if (!_isFollowing)
            lines.Position = _progress.Begin(options.Path);
        _isFollowing = true;
        return read(options.Path);
    }
}
