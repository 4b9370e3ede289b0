using System.Globalization;
using CompiledRules.Hosting.Checkpoints;
using CompiledRules.State;

namespace CompiledRules.Hosting.Output;

/// <summary>Results that no longer fit into memory: in the order in which they came, pages on disk and the page that is being filled. Used under the lock of the queue.</summary>
/// <remarks>A page stays on disk until all its results are delivered; a process that is killed sends the results of its first page once more.</remarks>
internal sealed class SinkPages
{
    private const string Extension = ".page";

    // Room for pages that are put before the others.
    private const long FirstNumber = 1_000_000_000;

    private readonly string _directory;
    private readonly SinkCache _settings;
    private readonly LinkedList<(long Number, int Count, string Path)> _pages = [];
    private readonly List<string> _loaded = [];
    private List<IReadOnlyList<SqlObject>> _filling = [];
    private int _onDisk;
    private long _lowest = FirstNumber;

    // Numbers are never used again: a page that was taken keeps its file until it is released.
    private long _highest = FirstNumber;

    /// <param name="directory">Made when the first page is written. The pages that an earlier run has left there come first.</param>
    public SinkPages(string directory, SinkCache settings)
    {
        (_directory, _settings) = (directory, settings);
        if (!Directory.Exists(directory))
            return;

        foreach (var path in Directory.EnumerateFiles(directory, "*" + Extension).Order(StringComparer.Ordinal))
        {
            var parts = Path.GetFileNameWithoutExtension(path).Split('-');
            _pages.AddLast((long.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), path));
            _onDisk += _pages.Last!.Value.Count;
        }

        _lowest = _pages.First?.Value.Number ?? FirstNumber;
        _highest = _pages.Last?.Value.Number ?? FirstNumber;
    }

    /// <summary>Results on disk and in the page that is being filled.</summary>
    public int Count => _onDisk + _filling.Count;

    /// <summary>Adds a result behind the others.</summary>
    /// <returns>How many had to go.</returns>
    public int Add(IReadOnlyList<SqlObject> rows)
    {
        _filling.Add(rows);
        return _filling.Count >= _settings.PageSize ? Flush() : 0;
    }

    /// <summary>Writes the page that is being filled to disk.</summary>
    /// <returns>How many results had to go.</returns>
    public int Flush()
    {
        if (_filling.Count == 0)
            return 0;

        var page = _filling;
        _filling = [];
        try
        {
            _pages.AddLast(Write(++_highest, page));
        }
        catch (IOException)
        {
            // A disk that is full is the limit that there is.
            return page.Count;
        }

        _onDisk += page.Count;
        return _pages.Count > _settings.MaximumPages ? DropOldest() : 0;
    }

    /// <summary>Puts results before all others.</summary>
    public void Return(IReadOnlyList<IReadOnlyList<SqlObject>> results)
    {
        if (results.Count == 0)
            return;

        _pages.AddFirst(Write(--_lowest, results));
        _onDisk += results.Count;
    }

    /// <summary>Takes the oldest page.</summary>
    /// <param name="isOnDisk">Whether the page stays on disk until <see cref="Release"/>.</param>
    /// <param name="lost">The results of pages that can no longer be read.</param>
    public IReadOnlyList<IReadOnlyList<SqlObject>> Take(out bool isOnDisk, out int lost)
    {
        (isOnDisk, lost) = (true, 0);
        while (_pages.First is { Value: var page } first)
        {
            _pages.Remove(first);
            _onDisk -= page.Count;
            _loaded.Add(page.Path);
            try
            {
                return ResultBytes.Read(File.ReadAllBytes(page.Path));
            }
            catch (Exception error) when (error is IOException or StateException)
            {
                lost += page.Count;
            }
        }

        isOnDisk = false;
        var rest = _filling;
        _filling = [];
        return rest;
    }

    /// <summary>Forgets the pages that have been taken, since their results are delivered.</summary>
    public void Release()
    {
        foreach (var path in _loaded)
            File.Delete(path);
        _loaded.Clear();
    }

    /// <summary>Throws all of it away.</summary>
    public int Clear()
    {
        var count = Count;
        Release();
        foreach (var page in _pages)
            File.Delete(page.Path);
        _pages.Clear();
        _filling.Clear();
        _onDisk = 0;
        return count;
    }

    private int DropOldest()
    {
        var page = _pages.First!.Value;
        _pages.RemoveFirst();
        _onDisk -= page.Count;
        File.Delete(page.Path);
        return page.Count;
    }

    private (long Number, int Count, string Path) Write(long number, IReadOnlyList<IReadOnlyList<SqlObject>> results)
    {
        Directory.CreateDirectory(_directory);
        var path = Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{number:D12}-{results.Count}{Extension}"));
        var draft = path + ".draft";
        using (var file = File.Create(draft))
        {
            file.Write(ResultBytes.Write(results));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
        return (number, results.Count, path);
    }
}
