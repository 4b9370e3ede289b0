using System.Buffers;
using System.Runtime.InteropServices;
using CompiledRules.Formats;
using CompiledRules.Formats.Json;
using CompiledRules.Runtime.Matching;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;

namespace CompiledRules.Compiler;

/// <summary>Takes the results of many rules as JSON.</summary>
/// <remarks>Calls never overlap. Spans are valid only during the call.</remarks>
public interface IJsonRuleSetOutput
{
    /// <summary>A payload, an object or for a window an array, that is a result of each of these rules.</summary>
    void OnPayload(ReadOnlySpan<int> rules, ReadOnlySpan<byte> payload);

    /// <param name="rule">-1 where a message is no row of any rule.</param>
    void OnError(int rule, string message);
}

/// <summary>Many rules over one stream that read JSON and write JSON, on their caller's thread and without a queue. A message is decoded once, and equal results are encoded once.</summary>
/// <remarks>Rows are used again where no rule keeps them. Calls must not overlap.</remarks>
public sealed class JsonRuleSet : IRuleSetOutput<Row>
{
    private readonly SlotRuleSet _rules;
    private readonly JsonRowDecoder _decoder;
    private readonly JsonRowEncoder _encoder = new();
    private readonly ArrayBufferWriter<byte> _payload = new();
    private readonly JsonRowWriter?[] _writers;
    private readonly DecodedRows _rows;
    private readonly RuleTimers _timers;
    private readonly IBatchObserver<Row> _input;
    private readonly IJsonRuleSetOutput _output;

    /// <param name="schema">The declared columns of the stream.</param>
    /// <param name="start">The arrival time at which windows align, in milliseconds since the Unix epoch.</param>
    public JsonRuleSet(SlotRuleSet rules, RowSchema schema, IJsonRuleSetOutput output, long start)
    {
        (_rules, _output) = (rules, output);
        // Rules with equal columns share a writer, whose names are escaped once.
        var writers = new Dictionary<string, JsonRowWriter>(StringComparer.Ordinal);
        _writers = [.. Enumerable.Range(0, rules.Count).Select(rule => WriterOf(rules.OutputOf(rule)))];
        _decoder = new JsonRowDecoder(rules.Input, schema, reusesTexts: !rules.KeepsInputValues);
        _rows = new DecodedRows { ReusesRows = !rules.KeepsInputRows };
        _timers = new RuleTimers(start);
        _input = rules.Start(_timers, TimeProvider.System, this);

        JsonRowWriter? WriterOf(OutputLayout layout)
        {
            var names = string.Join('\n', layout.Columns);
            if (layout.SpreadSlot >= 0)
                return null;

            ref var writer = ref CollectionsMarshal.GetValueRefOrAddDefault(writers, names, out _);
            return writer ??= new JsonRowWriter(layout.Columns);
        }
    }

    /// <summary>Hands in a message; its results have been written when the call returns.</summary>
    /// <param name="message">Must not change as long as a rule may keep texts of it.</param>
    /// <param name="arrival">Milliseconds since the Unix epoch; not before an earlier one.</param>
    public void OnMessage(ReadOnlyMemory<byte> message, long arrival)
    {
        _timers.AdvanceTo(arrival);
        _rows.Clear();
        _decoder.Decode(new SourceMessage(message), arrival, _rows);
        foreach (var error in _rows.Errors)
            _output.OnError(-1, error.Message);
        if (_rows.Rows.Count > 0)
            _input.OnNext(CollectionsMarshal.AsSpan(_rows.Rows));
    }

    /// <summary>Fires what is due until <paramref name="time"/>, such as ends of windows.</summary>
    public void AdvanceTo(long time) => _timers.AdvanceTo(time);

    public void OnCompleted() => _input.OnCompleted();

    void IRuleSetOutput<Row>.OnRow(ReadOnlySpan<int> rules, Row row) => Write(rules, new ReadOnlySpan<Row>(in row), isCollection: false);

    void IRuleSetOutput<Row>.OnCollection(int rule, ReadOnlySpan<Row> rows) => Write([rule], rows, isCollection: true);

    void IRuleSetOutput<Row>.OnError(int rule, RowError error) => _output.OnError(rule, error.Message);

    void IRuleSetOutput<Row>.OnCompleted()
    {
    }

    private void Write(ReadOnlySpan<int> rules, ReadOnlySpan<Row> rows, bool isCollection)
    {
        _payload.ResetWrittenCount();
        try
        {
            if (isCollection)
                _payload.Write("["u8);
            for (var i = 0; i < rows.Length; i++)
            {
                if (i > 0)
                    _payload.Write(","u8);
                Write(rules[0], rows[i]);
            }

            if (isCollection)
                _payload.Write("]"u8);
        }
        catch (SqlException exception)
        {
            foreach (var rule in rules)
                _output.OnError(rule, exception.Message);
            return;
        }

        _output.OnPayload(rules, _payload.WrittenSpan);
    }

    // Rules that share a result have its columns in common.
    private void Write(int rule, Row row)
    {
        if (_writers[rule] is { } writer)
            writer.Write(row.Slots, _payload);
        else
            _encoder.Encode(_rules.OutputOf(rule).ToObject(row), _payload);
    }
}
