using System.Diagnostics;
using System.Globalization;
using System.Text;
using CompiledRules.Broker;

namespace CompiledRules.Server.Benchmarks;

/// <summary>Many rules on one shared stream: created one by one, started with the server, and asked.</summary>
internal static class ManyRules
{
    public static async Task RunAsync(int count)
    {
        await using var broker = await EmbeddedBroker.StartAsync();
        await using var host = new Host();
        await host.StartAsync();
        await host.PostAsync("/streams", new { sql = $$"""CREATE STREAM feed (device bigint, temperature float) WITH (TYPE="mqtt", DATASOURCE="feed", SHARED="true", SERVER="{{broker.Server}}")""" });
        await host.PostAsync("/rules", RuleOf(0));
        var (managed, resident) = Measure();

        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(1, count, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) => await host.PostAsync("/rules", RuleOf(i)));
        Report($"{count} rules created by the API in {watch.Elapsed.TotalSeconds:0.0} s");
        Report(count, managed, resident);

        await host.StopAsync();
        watch.Restart();
        await host.StartAsync();
        Report($"{count} rules started with the server in {watch.Elapsed.TotalSeconds:0.0} s");

        await AskAsync(host, broker, count);
        Report(count, managed, resident);
    }

    // Every rule has one row of the first event, and half of them have one of the second.
    private static async Task AskAsync(Host host, EmbeddedBroker broker, int count)
    {
        await Task.Delay(TimeSpan.FromSeconds(2));
        var watch = Stopwatch.StartNew();
        await broker.PublishAsync("feed", Encoding.UTF8.GetBytes("""{"device": 1, "temperature": 1000000}"""));
        await broker.PublishAsync("feed", Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"device": 2, "temperature": {{count / 2}}}""")));
        var answered = 0;
        while (answered < count && watch.Elapsed < TimeSpan.FromSeconds(60))
        {
            answered = 0;
            for (var i = 0; i < count; i++)
            {
                var status = await host.GetAsync($"/rules/r{i}/status");
                var written = status.EnumerateObject().Where(static entry => entry.Name.StartsWith("sink_", StringComparison.Ordinal) && entry.Name.EndsWith("_records_out_total", StringComparison.Ordinal)).Sum(static entry => entry.Value.GetInt64());
                if (written == (i < count / 2 ? 2 : 1))
                    answered++;
            }
        }

        Report($"{answered} of {count} rules have answered as they should");
    }

    private static object RuleOf(int i) => new
    {
        id = $"r{i}",
        sql = string.Create(CultureInfo.InvariantCulture, $"SELECT device, temperature FROM feed WHERE temperature > {i}"),
        actions = new object[] { new { nop = new { } } },
    };

    private static void Report(int count, long managed, long resident)
    {
        var (managedNow, residentNow) = Measure();
        Report($"{(managedNow - managed) / 1024.0 / count:0.0} KB managed, {(residentNow - resident) / 1024.0 / count:0.0} KB resident per rule");
    }

    private static void Report(string line) => Console.WriteLine(line);

    private static (long Managed, long Resident) Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var managed = GC.GetTotalMemory(forceFullCollection: true);
        using var process = Process.GetCurrentProcess();
        return (managed, process.WorkingSet64);
    }
}
