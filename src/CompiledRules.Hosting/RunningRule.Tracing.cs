using System.Diagnostics;
using System.Text;

namespace CompiledRules.Hosting;

public sealed partial class RunningRule
{
    /// <summary>The name of the activity source that followed rows come from: an activity for the source, one for decoding, one for what the rule makes of the rows, and one for each sink.</summary>
    public const string RowActivities = "CompiledRules.Rows";

    /// <summary>The tags of an activity with the rule's id, and with the rows as JSON.</summary>
    public const string RuleTag = "rule", DataTag = "data";

    // A result of a window stands for many rows; so many of their traces are linked to its own.
    private const int MaximumLinks = 100;
    private const int MaximumTraceText = 4096;

    private static readonly ActivitySource s_activities = new(RowActivities);

    private readonly Queue<ActivityContext> _waitingTraces = new();

    /// <summary>Which rows are followed. May be changed at any time.</summary>
    public TraceStrategy Trace { get; set; }

    private void HandleTraced(SourceItem item, long arrival)
    {
        var source = _inputs[item.Input].Source.Input.Name;
        var parent = ContextOf(item.Row is { } row ? row.Metadata : item.Message.Metadata);
        if (parent is null && Trace == TraceStrategy.Head)
        {
            HandleEvent(item, arrival);
            return;
        }

        using var root = s_activities.StartActivity($"source_{source}", ActivityKind.Consumer, parent ?? default, [KeyValuePair.Create(RuleTag, (object?)Id)]);
        root?.SetTag(DataTag, item.Row is { } fields ? Short(fields.Fields.ToString()) : TextOf(item.Message.Payload.Span));
        HandleEvent(item, arrival);

        // The context of a row waits for the result that the row becomes part of.
        if (root is null || _waitingTraces.Count >= MaximumLinks)
            return;
        _waitingTraces.Enqueue(root.Context);
    }

    private void TraceRows(ReadOnlySpan<Row> rows)
    {
        if (Trace == TraceStrategy.None || Activity.Current?.Source != s_activities)
            return;

        var layout = _inputs[0].Source.Input.Layout;
        using var activity = s_activities.StartActivity("op_2_decoder");
        activity?.SetTag(RuleTag, Id).SetTag(DataTag, rows.Length == 1 ? Short(layout.ToObject(rows[0]).ToString()) : $"{rows.Length} rows");
    }

    // A result that a clock has made, rather than a row, has a trace of its own with links to those of its rows.
    private void TraceResult(IReadOnlyList<SqlObject> rows)
    {
        if (Trace == TraceStrategy.None)
            return;

        var isOfRow = Activity.Current?.Source == s_activities;
        if (!isOfRow && Trace == TraceStrategy.Head && _waitingTraces.Count == 0)
            return;

        var links = isOfRow ? [] : _waitingTraces.Select(static context => new ActivityLink(context)).ToList();
        _waitingTraces.Clear();
        using var activity = s_activities.StartActivity("op_project", ActivityKind.Internal, Activity.Current?.Context ?? default, [KeyValuePair.Create(RuleTag, (object?)Id)], links);
        if (activity is null)
            return;

        var data = Short(rows.Count == 1 ? rows[0].ToString() : $"[{string.Join(", ", rows)}]");
        activity.SetTag(DataTag, data);
        foreach (var sink in Sinks)
        {
            using var sent = s_activities.StartActivity($"sink_{sink.Name}", ActivityKind.Producer);
            sent?.SetTag(RuleTag, Id).SetTag(DataTag, data);
        }
    }

    private static ActivityContext? ContextOf(SqlObject? metadata)
    {
        if (metadata is null)
            return null;

        var parent = TextOf(metadata["traceparent"]) ?? TextOf(metadata["traceId"]);
        if (parent is null && metadata["properties"] is { Kind: SqlKind.Object } properties)
            parent = TextOf(properties.AsObject()["traceparent"]);
        return ActivityContext.TryParse(parent, null, true, out var context) ? context : null;
    }

    private static string Short(string text) => text.Length <= MaximumTraceText ? text : text[..MaximumTraceText];

    private static string? TextOf(SqlValue value) => value.IsString ? value.AsString() : null;

    private static string TextOf(ReadOnlySpan<byte> payload) => Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, MaximumTraceText)]);
}
