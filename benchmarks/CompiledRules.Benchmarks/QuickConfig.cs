using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace CompiledRules.Benchmarks;

/// <summary>All questions in less than five minutes: few and short rounds in this process, and ratios only, since times of so few rounds mean little.</summary>
internal sealed class QuickConfig : ManualConfig
{
    public QuickConfig()
    {
        AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithStrategy(BenchmarkDotNet.Engines.RunStrategy.Throughput)
            .WithWarmupCount(25).WithIterationCount(15).WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(100)));
        AddLogger(ConsoleLogger.Default);
        AddColumnProvider(DefaultColumnProviders.Descriptor);
        AddColumn(BaselineRatioColumn.RatioMean, StatisticColumn.Median);
        AddColumnProvider(DefaultColumnProviders.Metrics);
        WithOptions(ConfigOptions.DisableLogFile);
    }

    /// <summary>Everything, unless the caller chooses.</summary>
    public static string[] FilterFor(string[] args) => args.Contains("--filter") ? [] : ["--filter", "*"];
}
