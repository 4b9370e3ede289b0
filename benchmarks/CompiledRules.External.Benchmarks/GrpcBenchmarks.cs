using BenchmarkDotNet.Attributes;
using CompiledRules.External.Benchmarks.Protos;
using Grpc.Net.Client;

namespace CompiledRules.External.Benchmarks;

/// <summary>Cost of one call of a gRPC function with 64 in flight, against a loop over Grpc.Net.Client written by hand.</summary>
[MemoryDiagnoser]
public class GrpcBenchmarks
{
    private const int Calls = 5_000;
    private const int InFlight = 64;

    private ScoringServer _server = null!;
    private GrpcChannel _channel = null!;
    private Scoring.ScoringClient _client = null!;
    private ExternalServices _services = null!;
    private IRemoteFunction _function = null!;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _server = await ScoringServer.StartAsync(TimeSpan.Zero);
        _channel = GrpcChannel.ForAddress($"http://localhost:{_server.GrpcPort}");
        _client = new Scoring.ScoringClient(_channel);
        _services = FunctionRun.Open("grpc", _server.GrpcPort);
        _function = _services.Find("Rate")!;
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        await _services.DisposeAsync();
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public async Task<double> HandWritten()
    {
        var window = new Queue<Task<Score>>();
        var sum = 0.0;
        for (var i = 0; i < Calls; i++)
        {
            if (window.Count == InFlight)
                sum += (await window.Dequeue()).Value;
            window.Enqueue(RateAsync(i));
        }

        while (window.TryDequeue(out var call))
            sum += (await call).Value;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public Task<double> Function() => FunctionRun.SumAsync(_function, Calls, InFlight);

    // A call by hand has a deadline too.
    private async Task<Score> RateAsync(int row)
    {
        using var call = _client.RateAsync(new Reading { Room = "lab", Temperature = row * 0.5, At = row }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(5));
        return await call;
    }
}
