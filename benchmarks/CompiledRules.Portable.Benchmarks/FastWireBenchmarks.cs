using BenchmarkDotNet.Attributes;

namespace CompiledRules.Portable.Benchmarks;

/// <summary>The cost of one row of <c>add(a, b)</c> by wire, batch and language. Baseline: a Python plugin over nng, as published SDKs have it.</summary>
[MemoryDiagnoser]
public class FastWireBenchmarks
{
    private const int Batch = 256;
    private const int Batches = 16;

    private readonly SqlArray[] _batch = AddPlugin.Rows(Batch);
    private readonly RemoteResult[][] _results = [.. Enumerable.Range(0, Batches).Select(static _ => new RemoteResult[Batch])];
    private AddPlugin _plugin = null!;

    [GlobalSetup(Target = nameof(OldWire))]
    public async Task StartOld() => _plugin = await AddPlugin.PythonOverNngAsync().ConfigureAwait(false);

    [GlobalSetup(Targets = [nameof(FastWireOneRow), nameof(FastWireOneRowInFlight), nameof(FastWireBatch), nameof(FastWireBatchesInFlight)])]
    public async Task StartFast() => _plugin = await AddPlugin.PythonAsync(usesFastWire: true).ConfigureAwait(false);

    [GlobalSetup(Targets = [nameof(DotnetBatch), nameof(DotnetBatchesInFlight)])]
    public async Task StartDotnet() => _plugin = await AddPlugin.DotnetAsync().ConfigureAwait(false);

    [GlobalCleanup]
    public async Task CleanUp() => await _plugin.DisposeAsync().ConfigureAwait(false);

    [Benchmark(Baseline = true, OperationsPerInvoke = Batch)]
    public Task OldWire() => CallInTurnAsync();

    [Benchmark(OperationsPerInvoke = Batch)]
    public Task FastWireOneRow() => CallInTurnAsync();

    [Benchmark(OperationsPerInvoke = Batch)]
    public Task FastWireOneRowInFlight() => Task.WhenAll(_batch.Select(row => _plugin.Add.InvokeAsync(row, CancellationToken.None).AsTask()));

    [Benchmark(OperationsPerInvoke = Batch)]
    public Task FastWireBatch() => CallAsync(_batch);

    [Benchmark(OperationsPerInvoke = Batch * Batches)]
    public Task FastWireBatchesInFlight() => CallTogetherAsync();

    [Benchmark(OperationsPerInvoke = Batch)]
    public Task DotnetBatch() => CallAsync(_batch);

    [Benchmark(OperationsPerInvoke = Batch * Batches)]
    public Task DotnetBatchesInFlight() => CallTogetherAsync();

    private Task CallAsync(SqlArray[] rows) => _plugin.Add.InvokeAsync(rows, _results[0].AsMemory(0, rows.Length), CancellationToken.None).AsTask();

    private async Task CallInTurnAsync()
    {
        foreach (var row in _batch)
            await _plugin.Add.InvokeAsync(row, CancellationToken.None).ConfigureAwait(false);
    }

    private Task CallTogetherAsync() => Task.WhenAll(_results.Select(results => _plugin.Add.InvokeAsync(_batch, results, CancellationToken.None).AsTask()));
}
