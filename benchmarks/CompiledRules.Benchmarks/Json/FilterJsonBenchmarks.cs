using System.Buffers;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Benchmarks.Json;

/// <summary>W1: what does a filter with a projection cost from JSON bytes to JSON bytes? One message in four passes.</summary>
[MemoryDiagnoser]
public class FilterJsonBenchmarks
{
    private const string Sql = "SELECT deviceId, temperature * 1.8 + 32 AS fahrenheit, humidity FROM readings WHERE temperature > 28.5 AND status = 'ok'";

    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private readonly byte[] _line = new byte[256];
    private readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web);
    private readonly Subject<ReadOnlyMemory<byte>> _messages = new();
    private JsonRule _rule = null!;

    [GlobalSetup]
    public void Setup()
    {
        var catalog = new Catalog([new StreamSymbol("readings", StreamKind.Stream, [], true)], new FunctionTable(FunctionReader.BuiltIn));
        _rule = new JsonRule(RuleCompiler.Compile(Sql, catalog), RowSchema.Schemaless, _output, 0);
        _messages
            .Select(message => JsonSerializer.Deserialize<Reading>(message.Span, _options))
            .Where(static reading => reading.Temperature > 28.5 && reading.Status == "ok")
            .Select(static reading => new Hot(reading.DeviceId, (reading.Temperature * 1.8) + 32, reading.Humidity))
            .Subscribe(hot => Append(JsonSerializer.SerializeToUtf8Bytes(hot, _options)));
        if (Rule() != Limit() || Rule() != ReaderPruned())
            throw new InvalidOperationException("The contenders disagree");
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Workload.Events)]
    public int Limit()
    {
        _output.ResetWrittenCount();
        foreach (var message in Workload.Messages)
        {
            var scan = default(ColonScan);
            scan.Read(message.Span);
            if (scan.Temperature > 28.5 && scan.Status.SequenceEqual("ok"u8))
                _output.Advance(HandWriter.Write(_output.GetSpan(256), scan.DeviceId, (scan.Temperature * 1.8) + 32, scan.Humidity));
        }

        return _output.WrittenCount;
    }

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public int Rule()
    {
        _output.ResetWrittenCount();
        foreach (var message in Workload.Messages)
            _rule.OnMessage(message, 0);
        return _output.WrittenCount;
    }

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public int ReaderPruned()
    {
        _output.ResetWrittenCount();
        foreach (var message in Workload.Messages)
        {
            var scan = PrunedReader.Read(message.Span);
            if (scan.Temperature > 28.5 && scan.Status.SequenceEqual("ok"u8))
                Append(_line.AsSpan(0, HandWriter.Write(_line, scan.DeviceId, (scan.Temperature * 1.8) + 32, scan.Humidity)));
        }

        return _output.WrittenCount;
    }

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public int ReactiveWithSerializer()
    {
        _output.ResetWrittenCount();
        foreach (var message in Workload.Messages)
            _messages.OnNext(message);
        return _output.WrittenCount;
    }

    private void Append(ReadOnlySpan<byte> bytes) => _output.Write(bytes);

    private sealed record Hot(string DeviceId, double Fahrenheit, double Humidity);
}
