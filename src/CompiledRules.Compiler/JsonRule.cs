using System.Buffers;
using System.Runtime.InteropServices;
using CompiledRules.Formats;
using CompiledRules.Formats.Json;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;

namespace CompiledRules.Compiler;

/// <summary>A rule over one stream that reads JSON and writes JSON, on its caller's thread and without a queue: the shortest way from bytes to bytes.</summary>
/// <remarks>
/// Each result is an object, or an array for a window, and a line of its own. Rows are used again where the rule keeps none, so that a rule over single rows
/// allocates only what its values need: nothing for numbers and booleans. Calls must not overlap. A message whose rows call functions of other processes is through
/// when these have answered.
/// </remarks>
public sealed class JsonRule : IRuleOutput<Row>, IDisposable
{
    private readonly JsonRowDecoder _decoder;
    private readonly JsonRowEncoder _encoder = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly JsonRowWriter? _writer;
    private readonly DecodedRows _rows;
    private readonly RuleTimers _timers;
    private readonly IRuleRun _run;
    private readonly OutputLayout _layout;
    private readonly IBufferWriter<byte> _output;
    private readonly Action<string>? _onError;
    private readonly SemaphoreSlim _ready = new(0);

    /// <param name="rule">Must read one stream and no table.</param>
    /// <param name="schema">The declared columns of the stream.</param>
    /// <param name="start">The arrival time at which windows align, in milliseconds since the Unix epoch.</param>
    /// <param name="onError">Takes messages that are not JSON and rows that fail, in words; null ignores them.</param>
    /// <exception cref="ArgumentException">The rule reads something else than one stream.</exception>
    public JsonRule(CompiledRule rule, RowSchema schema, IBufferWriter<byte> output, long start, Action<string>? onError = null)
    {
        if (rule.Program.Inputs is not [{ IsTable: false } input])
            throw new ArgumentException("The rule has to read one stream and no table", nameof(rule));

        _output = output;
        _onError = onError;
        _layout = rule.Program.Output;
        _writer = _layout.SpreadSlot < 0 ? new JsonRowWriter(_layout.Columns) : null;
        _decoder = new JsonRowDecoder(input.Layout, schema, reusesTexts: !rule.Program.KeepsInputValues);
        _rows = new DecodedRows { ReusesRows = !rule.Program.KeepsInputRows };
        _timers = new RuleTimers(start);
        _run = rule.Program.Start(new RuleStart("", TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), _timers, this) { ReusesOutputRows = true, OnReady = () => _ready.Release() });
        _run.Open();
    }

    /// <summary>Hands in a message; its results are written when the call returns.</summary>
    /// <param name="message">Must not change as long as the rule may keep texts of it.</param>
    /// <param name="arrival">Milliseconds since the Unix epoch; not before an earlier one.</param>
    public void OnMessage(ReadOnlyMemory<byte> message, long arrival)
    {
        _timers.AdvanceTo(arrival);
        _rows.Clear();
        _decoder.Decode(new SourceMessage(message), arrival, _rows);
        foreach (var error in _rows.Errors)
            _onError?.Invoke(error.Message);
        if (_rows.Rows.Count > 0)
            _run.InputOf(0).OnNext(CollectionsMarshal.AsSpan(_rows.Rows));
        Settle();
    }

    /// <summary>Fires what is due until <paramref name="time"/>, such as ends of windows.</summary>
    public void AdvanceTo(long time)
    {
        _timers.AdvanceTo(time);
        Settle();
    }

    /// <summary>Frees what waiting for calls needs. No message may come afterwards.</summary>
    public void Dispose() => _ready.Dispose();

    public void OnCompleted()
    {
        _run.InputOf(0).OnCompleted();
        Settle();
    }

    void IRuleOutput<Row>.OnRows(ReadOnlySpan<Row> rows)
    {
        for (var i = 0; i < rows.Length; i++)
            WriteLine(rows.Slice(i, 1), isCollection: false);
    }

    void IRuleOutput<Row>.OnCollection(ReadOnlySpan<Row> rows) => WriteLine(rows, isCollection: true);

    void IRuleOutput<Row>.OnError(RowError error) => _onError?.Invoke(error.Message);

    void IRuleOutput<Row>.OnCompleted()
    {
    }

    private void Settle()
    {
        while (!_run.IsIdle)
        {
            _ready.Wait();
            _run.Resume();
        }
    }

    // A result that has no JSON form is an error and leaves no half of itself.
    private void WriteLine(ReadOnlySpan<Row> rows, bool isCollection)
    {
        _line.ResetWrittenCount();
        try
        {
            if (isCollection)
                _line.Write("["u8);
            for (var i = 0; i < rows.Length; i++)
            {
                if (i > 0)
                    _line.Write(","u8);
                Write(rows[i]);
            }

            _line.Write(isCollection ? "]\n"u8 : "\n"u8);
            _output.Write(_line.WrittenSpan);
        }
        catch (SqlException exception)
        {
            _onError?.Invoke(exception.Message);
        }
    }

    private void Write(Row row)
    {
        if (_writer is not null)
            _writer.Write(row.Slots, _line);
        else
            _encoder.Encode(_layout.ToObject(row), _line);
    }
}
