using BenchmarkDotNet.Attributes;

namespace CompiledRules.External.Benchmarks;

/// <summary>A service that takes 5 ms: calls one after the other against 64 in flight, both in the order of input.</summary>
public class SlowServiceBenchmarks
{
    private const int Calls = 640;

    private ScoringServer _server = null!;
    private ExternalServices _services = null!;
    private IRemoteFunction _function = null!;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _server = await ScoringServer.StartAsync(TimeSpan.FromMilliseconds(5));
        _services = FunctionRun.Open("grpc", _server.GrpcPort);
        _function = _services.Find("Rate")!;
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public Task<double> OneByOne() => FunctionRun.SumAsync(_function, Calls, 1);

    [Benchmark(OperationsPerInvoke = Calls)]
    public Task<double> SixtyFourInFlight() => FunctionRun.SumAsync(_function, Calls, 64);
}
