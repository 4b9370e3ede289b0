using CompiledRules.Connectors.Timing;

namespace CompiledRules.Connectors.Files;

/// <summary>Rows and messages of a file, or of the files of a directory in the order of their names. Metadata: <c>file</c>.</summary>
/// <remarks>
/// <c>DATASOURCE</c> is the name under <c>path</c>. A file is read once and the stream ends, unless <c>loop</c>, <c>interval</c> (read it again) or <c>follow</c>
/// (wait for new lines) is set; a directory is watched for new and changed files. <c>sendInterval</c> spaces the rows.
/// </remarks>
internal sealed class FileSource<T>(FileSourceOptions options, TimeProvider time, Func<string, IEnumerable<T>> read) : ISource<T>
{
    private static readonly TimeSpan s_watchInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (long Length, DateTime Written)> _seen = new(StringComparer.Ordinal);

    public IDisposable Subscribe(IObserver<T> observer) =>
        Playback<T>.Start(observer, ReadAll, new PlaybackPlan(options.SendInterval, RepeatInterval()), time);

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
        if (!Directory.Exists(options.Path))
            return Read(options.Path);

        var files = Directory.EnumerateFiles(options.Path).Order(StringComparer.Ordinal);
        var isWatching = options.Interval == TimeSpan.Zero && !options.IsLooping;
        return (isWatching ? files.Where(IsNew) : files).SelectMany(Read);
    }

    private IEnumerable<T> Read(string path)
    {
        foreach (var item in read(path))
            yield return item;

        if (options.AfterRead == AfterRead.Delete)
        {
            File.Delete(path);
        }
        else if (options.AfterRead == AfterRead.Move)
        {
            Directory.CreateDirectory(options.MoveTo!);
            File.Move(path, Path.Combine(options.MoveTo!, Path.GetFileName(path)), overwrite: true);
        }
    }

    private bool IsNew(string path)
    {
        var file = new FileInfo(path);
        var state = (file.Length, file.LastWriteTimeUtc);
        var isNew = !_seen.TryGetValue(path, out var known) || known != state;
        _seen[path] = state;
        return isNew;
    }
}
