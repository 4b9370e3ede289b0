using CompiledRules.Hosting.Output;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Hosting;

public sealed partial class RunningRule
{
    private const int MaximumLetterBytes = 64 * 1024;

    void IRuleOutput<Row>.OnRows(ReadOnlySpan<Row> rows)
    {
        Counters.CountOut(rows.Length, _timers.Now);
        foreach (var row in rows)
            Post([_layout.ToObject(row)]);
    }

    void IRuleOutput<Row>.OnCollection(ReadOnlySpan<Row> rows)
    {
        Counters.CountOut(rows.Length, _timers.Now);
        var objects = new SqlObject[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            objects[i] = _layout.ToObject(rows[i]);
        Post(objects);
    }

    void IRuleOutput<Row>.OnError(RowError error)
    {
        Fail(error.Message);
        if (_hasDeadLetters)
            PostDeadLetter("evaluate", error.Message, error.Row is Row row && _inputs is [var (source, _)] ? source.Input.Layout.ToObject(row) : SqlValue.Null);
    }

    void IRuleOutput<Row>.OnLate(int input, Row row)
    {
        Counters.CountLate();
        Post([_inputs[input].Source.Input.Layout.ToObject(row)], isLate: true);
    }

    void IRuleOutput<Row>.OnCompleted() => _ended.TrySetResult();

    void ISinkBackstop.OnRefused(SinkWriter sink, string error, SqlValue data)
    {
        // What becomes of a refusal that is refused itself is its counter.
        if (_hasDeadLetters && !sink.TakesDeadLetters)
            PostDeadLetter($"sink {sink.Name}", error, data);
    }

    private void Post(IReadOnlyList<SqlObject> rows, bool isLate = false)
    {
        TraceResult(rows);
        foreach (var sink in Sinks)
        {
            if (sink.TakesLate != isLate || sink.TakesDeadLetters)
                continue;
            if (_checkpoints is { HoldsResults: true } checkpoints)
                checkpoints.Hold(sink, rows);
            else
                sink.Post(rows);
        }
    }

    private void PostDeadLetter(string stage, string error, SqlValue data)
    {
        var letter = SqlObject.FromArrays(["rule", "stage", "error", "data"], [Id, stage, error, data]);
        foreach (var sink in Sinks)
        {
            if (sink.TakesDeadLetters)
                sink.Post([letter]);
        }
    }

    private void Fail(string message)
    {
        Counters.CountError(message, _timers.Now);
        _context.Log($"rule {Id}: {message}");
        if (_options.SendError)
            Post([SqlObject.FromArrays(["error"], [message])]);
    }

    private void FailToDecode(SourceItem item, string stream, string error)
    {
        var message = $"stream {stream}: {error}";
        Fail(message);
        if (!_hasDeadLetters)
            return;

        var payload = item.Message.Payload.Span;
        PostDeadLetter("decode", message, item.Row is { } row
            ? row.Fields
            : System.Text.Unicode.Utf8.IsValid(payload) && payload.Length <= MaximumLetterBytes
                ? System.Text.Encoding.UTF8.GetString(payload)
                : SqlValue.From(payload[..Math.Min(payload.Length, MaximumLetterBytes)].ToArray()));
    }
}
