using System.Net.Http.Json;
using BenchmarkDotNet.Attributes;

namespace CompiledRules.External.Benchmarks;

/// <summary>Cost of one call of a REST function with 64 in flight, against a loop over HttpClient written by hand.</summary>
[MemoryDiagnoser]
public class RestBenchmarks
{
    private const int Calls = 5_000;
    private const int InFlight = 64;

    private ScoringServer _server = null!;
    private HttpClient _client = null!;
    private ExternalServices _services = null!;
    private IRemoteFunction _function = null!;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _server = await ScoringServer.StartAsync(TimeSpan.Zero);
        _client = new HttpClient { BaseAddress = new Uri($"http://localhost:{_server.RestPort}"), Timeout = TimeSpan.FromSeconds(5) };
        _services = FunctionRun.Open("rest", _server.RestPort);
        _function = _services.Find("Rate")!;
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        await _services.DisposeAsync();
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public async Task<double> HandWritten()
    {
        var window = new Queue<Task<RestScore>>();
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

    private async Task<RestScore> RateAsync(int row)
    {
        using var response = await _client.PostAsJsonAsync("/Rate", new RestReading("lab", row * 0.5, "1"));
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<RestScore>())!;
    }
}
