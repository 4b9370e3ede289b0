using CompiledRules.Testing.Cases;

namespace CompiledRules.Semantics.Tests.Properties;

/// <summary>What a grouped query means, written down as plainly as possible: cut the rows into windows, group each, compute each aggregate over the list.</summary>
/// <param name="end">Where the clock, or the watermark, stands at the end.</param>
internal sealed class NaiveEvaluator(GroupedQuery query, bool isEventTime, long end)
{
    /// <param name="rows">In the order in which the window gets them.</param>
    public IReadOnlyList<string> Evaluate(IReadOnlyList<Sample> rows)
    {
        var isPrefiltered = query.Window.IsFilteredBefore && !isEventTime;
        var entering = rows.Where(row => query.Most is null || row.Value <= query.Most).Where(row => !isPrefiltered || IsKept(row)).ToList();
        return [.. Windows(entering).Select(window => Emit(window, isPrefiltered)).OfType<string>()];
    }

    private bool IsKept(Sample row) => query.Least is null || row.Value >= query.Least;

    private string? Emit(Slice window, bool isPrefiltered)
    {
        var rows = window.Rows.Where(IsKept).ToList();
        if (rows.Count == 0 && ((query.Least is not null && !isPrefiltered) || query.IsGrouped))
            return null;

        var groups = query.IsGrouped ? rows.GroupBy(static row => row.Key).Select(static group => group.ToList()) : [rows];
        return $"@{window.Time} {CaseText.Of(new SqlArray([.. groups.Select(group => SqlValue.From(Aggregate(group, window.End)))]), sorted: true)}";
    }

    private SqlObject Aggregate(List<Sample> group, long windowEnd)
    {
        var values = group.Where(static row => row.Value is not null).Select(static row => row.Value!.Value).ToList();
        var result = new SqlObject.Builder();
        if (query.IsGrouped)
            result["k"] = group[0].Key is { } key ? key : SqlValue.Null;
        result["e"] = windowEnd;
        if (group.Count == 0)
            return result.ToObject();

        result["c"] = group.Count;
        result["n"] = values.Count;
        result["l"] = new SqlArray([.. group.Select(static row => row.Value is { } value ? (SqlValue)value : SqlValue.Null)]);
        if (values.Count == 0)
            return result.ToObject();

        result["s"] = values.Sum();
        result["lo"] = values.Min();
        result["hi"] = values.Max();
        result["m"] = values.Sum() / values.Count;
        result["z"] = values[^1];
        return result.ToObject();
    }

    private IEnumerable<Slice> Windows(List<Sample> rows) => query.Window.Kind switch
    {
        "tumbling" => Hops(rows, query.Window.Length * 1000L, query.Window.Length * 1000L),
        "hopping" => Hops(rows, query.Window.Length * 1000L, query.Window.Second * 1000L),
        "sliding" => Slides(rows),
        "count" => Counts(rows),
        _ => Sessions(rows),
    };

    private IEnumerable<Slice> Hops(List<Sample> rows, long length, long hop)
    {
        if (isEventTime && !rows.Exists(row => row.Time <= end))
            yield break;

        var first = isEventTime ? (rows[0].Time / hop * hop) + hop : hop;
        for (var boundary = first; boundary <= end; boundary += hop)
            yield return new Slice(boundary, boundary, rows.Where(row => row.Time >= boundary - length && row.Time < boundary));
    }

    private IEnumerable<Slice> Slides(List<Sample> rows)
    {
        var (length, delay) = (query.Window.Length * 1000L, query.Window.Second * 1000L);
        return rows
            .Select((row, index) => (Row: row, Index: index))
            .Where(trigger => (query.Trigger is null || trigger.Row.Value >= query.Trigger) && trigger.Row.Time + delay <= end)
            .OrderBy(trigger => trigger.Row.Time)
            .Select(trigger => new Slice(
                trigger.Row.Time + delay,
                trigger.Row.Time + delay,
                delay == 0
                    ? rows.Take(trigger.Index + 1).Where(row => row.Time >= trigger.Row.Time - length)
                    : rows.Where(row => row.Time >= trigger.Row.Time - length && row.Time < trigger.Row.Time + delay)));
    }

    private IEnumerable<Slice> Counts(List<Sample> rows)
    {
        for (var count = query.Window.Second; count <= rows.Count; count += query.Window.Second)
        {
            if (count >= query.Window.Length)
                yield return new Slice(rows[count - 1].Time, rows[count - 1].Time, rows.Take(count).TakeLast(query.Window.Length));
        }
    }

    private IEnumerable<Slice> Sessions(List<Sample> rows)
    {
        var timeout = query.Window.Second * 1000L;
        var session = new List<Sample>();
        foreach (var row in rows)
        {
            if (session.Count > 0 && IsOver(session, row.Time))
            {
                yield return new Slice(session[^1].Time + timeout, session[^1].Time + timeout, session);
                session = [];
            }

            session.Add(row);
        }

        if (session.Count > 0 && IsOver(session, end))
            yield return new Slice(session[^1].Time + timeout, session[^1].Time + timeout, session);
    }

    // In event time a row exactly a timeout after its predecessor still belongs to the session.
    private bool IsOver(List<Sample> session, long time) =>
        time - session[^1].Time - (query.Window.Second * 1000L) is var excess && (isEventTime ? excess > 0 : excess >= 0);

    /// <param name="Time">When it is emitted in processing time.</param>
    private sealed record Slice(long Time, long End, IEnumerable<Sample> Rows);
}
