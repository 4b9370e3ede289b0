using CompiledRules.Connectors.HostMetrics;
using Microsoft.Extensions.Time.Testing;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.HostMetrics;

public sealed class HostMetricsTests
{
    [Test]
    public void Row_has_this_machines_figures()
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(0));
        var rows = new List<SqlObject>();
        var source = ((SourceConnector.Rows)Source("hostmetrics", new ConnectorContext("s", time), ("interval", "2s"))).Source;
        using var subscription = source.Subscribe(new Collector(rows));
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.That(rows, Has.Count.EqualTo(1));
        var row = rows[0];
        Assert.That(row["host"].AsString(), Is.EqualTo(Environment.MachineName));
        Assert.That(row["ts"].AsInteger(), Is.EqualTo(2000));
        Assert.That(row["memoryUsed"].AsInteger(), Is.GreaterThan(0).And.LessThanOrEqualTo(row["memoryTotal"].AsInteger()));
        Assert.That(row["memory"].AsFloat(), Is.InRange(0, 100));
        Assert.That(row["diskFree"].AsInteger(), Is.LessThanOrEqualTo(row["diskTotal"].AsInteger()));
        Assert.That(row["netIn"].AsFloat(), Is.GreaterThanOrEqualTo(0));
    }

    [Test]
    public void Cpu_is_the_share_of_ticks_that_were_not_idle()
    {
        var before = CpuTimes.Parse("cpu  100 0 100 700 100 0 0 0 50 0\ncpu0 1 2 3 4\n");
        var after = CpuTimes.Parse("cpu  130 0 110 740 120 0 0 0 60 0\ncpu0 1 2 3 4\n");
        Assert.That(after.BusyPercentSince(before), Is.EqualTo(40));
        Assert.That(after.BusyPercentSince(after), Is.Zero);
    }

    [Test]
    public void Memory_is_what_is_not_available() =>
        Assert.That(MemoryUse.Parse("MemTotal:       1000 kB\nMemFree:  1 kB\nMemAvailable:    400 kB\n"), Is.EqualTo(new MemoryUse(600 * 1024, 1000 * 1024)));

    private sealed class Collector(List<SqlObject> rows) : IObserver<SourceRow>
    {
        public void OnNext(SourceRow value) => rows.Add(value.Fields);

        public void OnError(Exception error) => throw error;

        public void OnCompleted() => throw new InvalidOperationException("Ended");
    }
}
