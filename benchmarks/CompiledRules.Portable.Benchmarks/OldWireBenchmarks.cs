using BenchmarkDotNet.Attributes;

namespace CompiledRules.Portable.Benchmarks;

/// <summary>What the host adds to one call over the old wire: against a bare nng echo of the same messages with the same Python code. Needs libnng1.</summary>
[MemoryDiagnoser]
public class OldWireBenchmarks
{
    private const int Calls = 200;

    private readonly SqlArray _row = AddPlugin.Rows(2)[1];
    private AddPlugin _plugin = null!;
    private BareNngEcho _echo = null!;

    [GlobalSetup]
    public async Task SetUp()
    {
        _plugin = await AddPlugin.PythonOverNngAsync().ConfigureAwait(false);
        _echo = new BareNngEcho();
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        _echo.Dispose();
        await _plugin.DisposeAsync().ConfigureAwait(false);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public int BareNngCalls()
    {
        var bytes = 0;
        for (var i = 0; i < Calls; i++)
            bytes += _echo.Call();
        return bytes;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public async Task<long> HostCalls()
    {
        var sum = 0L;
        for (var i = 0; i < Calls; i++)
            sum += (await _plugin.Add.InvokeAsync(_row, CancellationToken.None).ConfigureAwait(false)).Value.AsInteger();
        return sum;
    }
}
