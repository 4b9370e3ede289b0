using System.Diagnostics;
using System.Text.Json.Nodes;
using CompiledRules.Hosting;
using CompiledRules.Server.Http;

namespace CompiledRules.Server.Observation;

/// <summary>The last traces of rows. May be used from any thread.</summary>
internal sealed class TraceStore : IDisposable
{
    private const int Capacity = 2048;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Trace> _traces = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly Func<string, bool> _isOwn;
    private readonly ActivityListener _listener;

    /// <param name="isOwn">Whether a rule is one of this server.</param>
    public TraceStore(Func<string, bool> isOwn)
    {
        _isOwn = isOwn;
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == RunningRule.RowActivities,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Ids of the traces that a rule has part in, the newest first.</summary>
    public IReadOnlyList<string> Of(string rule, int limit)
    {
        lock (_gate)
            return [.. _order.Reverse().Where(id => _traces[id].Spans.Exists(span => RuleOf(span) == rule)).Take(limit)];
    }

    /// <summary>The spans of a trace as a tree.</summary>
    /// <exception cref="ApiException">There is no such trace.</exception>
    public JsonObject Get(string id)
    {
        lock (_gate)
        {
            if (!_traces.TryGetValue(id, out var trace))
                throw ApiException.NotFound($"trace {id} is not found");

            var own = trace.Spans.Select(static span => span.SpanId).ToHashSet();
            var roots = trace.Spans.Where(span => !own.Contains(span.ParentSpanId)).OrderBy(static span => span.StartTimeUtc).ToList();
            var root = Describe(roots[0], trace);
            foreach (var other in roots.Skip(1))
                root["ChildSpan"]!.AsArray().Add(Describe(other, trace));
            return root;
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Keep(Activity activity)
    {
        if (!_isOwn(RuleOf(activity)))
            return;

        var id = activity.TraceId.ToHexString();
        lock (_gate)
        {
            if (!_traces.TryGetValue(id, out var trace))
            {
                if (_order.Count == Capacity)
                    _traces.Remove(_order.Dequeue());
                _traces[id] = trace = new Trace([]);
                _order.Enqueue(id);
            }

            trace.Spans.Add(activity);
        }
    }

    private static string RuleOf(Activity activity) => activity.GetTagItem(RunningRule.RuleTag) as string ?? "";

    private static JsonObject Describe(Activity span, Trace trace)
    {
        var json = new JsonObject { ["name"] = span.OperationName, ["traceID"] = span.TraceId.ToHexString(), ["spanID"] = span.SpanId.ToHexString() };
        if (span.ParentSpanId != default)
            json["parentSpanID"] = span.ParentSpanId.ToHexString();
        if (span.GetTagItem(RunningRule.DataTag) is string data)
            json["attribute"] = new JsonObject { ["data"] = Secrets.HideInText(data) };
        if (span.Links.Any())
            json["links"] = new JsonArray([.. span.Links.Select(static link => new JsonObject { ["TraceID"] = link.Context.TraceId.ToHexString() })]);
        json["startTime"] = span.StartTimeUtc;
        json["endTime"] = span.StartTimeUtc + span.Duration;
        json["ruleID"] = RuleOf(span);
        json["ChildSpan"] = new JsonArray([.. trace.Spans.Where(child => child.ParentSpanId == span.SpanId).OrderBy(static child => child.StartTimeUtc).Select(child => Describe(child, trace))]);
        return json;
    }

    private sealed record Trace(List<Activity> Spans);
}
