using BenchmarkDotNet.Attributes;
using CompiledRules.Benchmarks.Json;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Benchmarks.Many;

/// <summary>W5: what do many rules on one stream cost from JSON bytes to JSON bytes, when an event hits 31 or 0.6 of them?</summary>
[MemoryDiagnoser]
public class ManyRulesJsonBenchmarks
{
    private readonly byte[] _line = new byte[256];
    private readonly Payloads _payloads = new();
    private double[] _thresholds = [];
    private JsonRuleSet _set = null!;

    [Params(100, 1_000, 10_000)]
    public int Rules { get; set; }

    [Params(false, true)]
    public bool IsSparse { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var catalog = new Catalog([new StreamSymbol("readings", StreamKind.Stream, [], true)], new FunctionTable(FunctionReader.BuiltIn));
        _thresholds = Thresholds.Of(Rules, IsSparse);
        _set = new JsonRuleSet(
            RuleCompiler.CompileSet(Thresholds.Statements(_thresholds, "deviceId, temperature", "temperature", "readings"), catalog), RowSchema.Schemaless, _payloads, 0);
        if (Limit() != RuleSet() || Limit() != ReaderPruned())
            throw new InvalidOperationException($"The contenders disagree: {Limit()}, {RuleSet()}, {ReaderPruned()}");
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Workload.Events)]
    public long Limit()
    {
        _payloads.Total = 0;
        foreach (var message in Workload.Messages)
        {
            var scan = default(ColonScan);
            scan.Read(message.Span);
            Deliver(scan);
        }

        return _payloads.Total;
    }

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public long RuleSet()
    {
        _payloads.Total = 0;
        foreach (var message in Workload.Messages)
            _set.OnMessage(message, 0);
        return _payloads.Total;
    }

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public long ReaderPruned()
    {
        _payloads.Total = 0;
        foreach (var message in Workload.Messages)
            Deliver(PrunedReader.Read(message.Span));
        return _payloads.Total;
    }

    private void Deliver(ColonScan scan)
    {
        if (_thresholds[0] >= scan.Temperature)
            return;

        var length = HandWriter.Put(_line, 0, "{\"deviceId\":\""u8);
        length = HandWriter.Put(_line, length, scan.DeviceId);
        length = HandWriter.Put(_line, length, "\",\"temperature\":"u8);
        length = HandWriter.Put(_line, length, scan.Temperature);
        length = HandWriter.Put(_line, length, "}"u8);
        for (var rule = 0; rule < _thresholds.Length && _thresholds[rule] < scan.Temperature; rule++)
            _payloads.Add(rule, _line.AsSpan(0, length));
    }

    private sealed class Payloads : IJsonRuleSetOutput
    {
        public long Total { get; set; }

        public void Add(int rule, ReadOnlySpan<byte> payload) => Total += rule + payload.Length;

        public void OnPayload(ReadOnlySpan<int> rules, ReadOnlySpan<byte> payload)
        {
            foreach (var rule in rules)
                Add(rule, payload);
        }

        public void OnError(int rule, string message) => throw new InvalidOperationException(message);
    }
}
