using System.Buffers;
using BenchmarkDotNet.Attributes;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Benchmarks.Json;

/// <summary>W2: what does a tumbling second with a thousand groups cost from JSON bytes to JSON bytes, an array for the window?</summary>
[MemoryDiagnoser]
public class GroupJsonBenchmarks
{
    private const string Sql = "SELECT deviceId, avg(temperature) AS average, max(humidity) AS most, count(*) AS readings FROM readings GROUP BY deviceId, TUMBLINGWINDOW(ss, 1)";

    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private readonly KeyedSums _sums = new();
    private JsonRule _rule = null!;
    private long _now;

    [GlobalSetup]
    public void Setup()
    {
        var catalog = new Catalog([new StreamSymbol("readings", StreamKind.Stream, [], true)], new FunctionTable(FunctionReader.BuiltIn));
        _rule = new JsonRule(RuleCompiler.Compile(Sql, catalog), RowSchema.Schemaless, _output, 0);
        Rule();
        if (Rule() != Limit())
            throw new InvalidOperationException($"The contenders disagree: {Rule()}, {Limit()}");
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Workload.Events)]
    public int Limit()
    {
        _sums.Clear();
        foreach (var message in Workload.Messages)
        {
            var scan = default(ColonScan);
            scan.Read(message.Span);
            _sums.Add(scan.DeviceId, scan.Temperature, scan.Humidity);
        }

        return Write();
    }

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public int Rule()
    {
        _output.ResetWrittenCount();
        for (var i = 0; i < Workload.Messages.Length; i++)
            _rule.OnMessage(Workload.Messages[i], _now + (i / 10));
        _now += 1_000;
        _rule.AdvanceTo(_now);
        return _output.WrittenCount;
    }

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public int ReaderPruned()
    {
        _sums.Clear();
        foreach (var message in Workload.Messages)
        {
            var scan = PrunedReader.Read(message.Span);
            _sums.Add(scan.DeviceId, scan.Temperature, scan.Humidity);
        }

        return Write();
    }

    private int Write()
    {
        _output.ResetWrittenCount();
        _output.Write("["u8);
        for (var i = 0; i < _sums.Count; i++)
        {
            ref readonly var sum = ref _sums[i];
            var line = _output.GetSpan(256);
            var length = HandWriter.Put(line, 0, i == 0 ? "{\"average\":"u8 : ",{\"average\":"u8);
            length = HandWriter.Put(line, length, sum.Sum / sum.Count);
            length = HandWriter.Put(line, length, ",\"deviceId\":\""u8);
            length = HandWriter.Put(line, length, sum.Key);
            length = HandWriter.Put(line, length, "\",\"most\":"u8);
            length = HandWriter.Put(line, length, sum.Most);
            length = HandWriter.Put(line, length, ",\"readings\":"u8);
            length = HandWriter.Put(line, length, sum.Count);
            _output.Advance(HandWriter.Put(line, length, "}"u8));
        }

        _output.Write("]\n"u8);
        return _output.WrittenCount;
    }
}
