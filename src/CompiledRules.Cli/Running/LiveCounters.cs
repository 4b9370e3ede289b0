using System.Globalization;
using CompiledRules.Hosting;
using Spectre.Console;

namespace CompiledRules.Cli.Running;

/// <summary>A table of what the rules of a run have done so far, kept up to date at the foot of a terminal.</summary>
internal sealed class LiveCounters(IReadOnlyList<RunningRule> rules, TimeProvider time)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    private readonly long[] _rowsIn = new long[rules.Count];
    private long _lastUpdate = time.GetTimestamp();

    /// <summary>Ends, with the last figures left standing, when <paramref name="cancellation"/> asks for it.</summary>
    public Task ShowAsync(IAnsiConsole console, CancellationToken cancellation) => console.Live(Draw()).StartAsync(async live =>
    {
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(s_interval, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            live.UpdateTarget(Draw());
        }
    });

    private Table Draw()
    {
        var seconds = Math.Max(time.GetElapsedTime(_lastUpdate).TotalSeconds, 0.001);
        _lastUpdate = time.GetTimestamp();
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("rule", "rows in", "out", "errors", "dropped", "rows/s", "");
        foreach (var column in table.Columns.Skip(1).Take(5))
            column.RightAligned();

        for (var i = 0; i < rules.Count; i++)
        {
            var counters = rules[i].Counters;
            var rate = (counters.RowsIn - _rowsIn[i]) / seconds;
            _rowsIn[i] = counters.RowsIn;
            table.AddRow(
                Markup.Escape(rules[i].Id),
                Number(counters.RowsIn),
                Number(counters.RowsOut),
                Number(rules[i].ErrorCount),
                Number(rules[i].LostCount),
                Number((long)Math.Round(rate)),
                Markup.Escape(rules[i].Trouble ?? ""));
        }

        return table;
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
