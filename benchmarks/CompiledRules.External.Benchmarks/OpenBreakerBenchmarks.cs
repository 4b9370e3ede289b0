using BenchmarkDotNet.Attributes;

namespace CompiledRules.External.Benchmarks;

/// <summary>What a row costs while the breaker of its function is open.</summary>
[MemoryDiagnoser]
public class OpenBreakerBenchmarks
{
    private const int Calls = 10_000;

    private ExternalServices _services = null!;
    private IRemoteFunction _function = null!;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _services = FunctionRun.Open("msgpack-rpc", 1, """ "breaker": { "failureRatio": 0.1, "minimumCalls": 2, "sampling": "1h", "break": "1h" } """);
        _function = _services.Find("Rate")!;
        await FunctionRun.SumAsync(_function, 10, 1);
    }

    [GlobalCleanup]
    public ValueTask StopAsync() => _services.DisposeAsync();

    [Benchmark(OperationsPerInvoke = Calls)]
    public Task<double> Row() => FunctionRun.SumAsync(_function, Calls, 64);
}
