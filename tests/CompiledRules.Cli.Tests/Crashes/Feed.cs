namespace CompiledRules.Cli.Tests.Crashes;

/// <summary>Writes rows to the end of a file, a thousand at a time, until it is told to stop; and knows what windows they make.</summary>
/// <remarks>Row <c>i</c> is one millisecond of event time after row <c>i - 1</c>, so a window of a second has a thousand rows.</remarks>
internal sealed class Feed(string path)
{
    private const int Keys = 3;

    // Breaks lines in two, so that a reader meets halves of them.
    private const int ChunkLength = 10_007;

    private Task<int> _writing = Task.FromResult(0);
    private volatile bool _isStopped;

    public void Start() => _writing = Task.Run(WriteAsync);

    /// <summary>Ends the writing with a row far behind the others, which closes their windows.</summary>
    /// <returns>The expected rows <c>key:sum:count@second</c>.</returns>
    public async Task<List<string>> StopAsync()
    {
        _isStopped = true;
        var seconds = await _writing;
        await File.AppendAllTextAsync(path, $$"""{"ts": {{(seconds + 10) * 1000L}}, "key": 99, "v": 0}""" + "\n");
        return Expect(seconds);
    }

    private async Task<int> WriteAsync()
    {
        await using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        var second = 0;
        while (!_isStopped)
        {
            var text = string.Concat(Enumerable.Range(second * 1000, 1000).Select(static i => $$"""{"ts": {{i}}, "key": {{i % Keys}}, "v": {{i % 97}}}""" + "\n"));
            for (var place = 0; place < text.Length; place += ChunkLength)
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes(text[place..Math.Min(place + ChunkLength, text.Length)]));
                file.Flush();
            }

            second++;
            await Task.Delay(20);
        }

        return second;
    }

    private static List<string> Expect(int seconds) =>
    [
        .. Enumerable.Range(0, seconds).SelectMany(static second => Enumerable.Range(0, Keys).Select(key =>
        {
            var rows = Enumerable.Range(second * 1000, 1000).Where(i => i % Keys == key).ToList();
            return $"{key}:{rows.Sum(static i => i % 97)}:{rows.Count}@{second}";
        })).Order(StringComparer.Ordinal),
    ];
}
