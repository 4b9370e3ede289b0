using System.Collections.Concurrent;
using System.Text.Json;
using CompiledRules.Connectors;
using CompiledRules.Hosting;
using CompiledRules.Server.Http;
using CompiledRules.Server.Rules;

namespace CompiledRules.Server.Trials;

/// <summary>The trials of the server, none of which outlives it. May be used from any thread.</summary>
internal sealed class TrialRegistry : IAsyncDisposable
{
    // Each holds a run and its results.
    private const int MaxTrials = 100;

    private readonly ConcurrentDictionary<string, Trial> _trials = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TrialFeed> _feeds = new(StringComparer.Ordinal);
    private readonly RulePlanner _planner;
    private readonly TimeProvider _time;

    public TrialRegistry(RulePlanner planner, ConnectorRegistry connectors, TimeProvider time)
    {
        (_planner, _time) = (planner, time);
        connectors.AddSink(TrialSink.Type, (options, _) => new SinkConnector.Encoded(new TrialSink(_feeds[options.RequireString("trial", "the trial's number")])));
    }

    /// <exception cref="ApiException">There is no such trial.</exception>
    public Trial Get(string id) => _trials.TryGetValue(id, out var trial) ? trial : throw ApiException.NotFound($"Test rule {id} is not found");

    /// <summary>Prepares a trial in the place of an earlier one with its id.</summary>
    /// <exception cref="Exception">The body is no trial, or its statement does not compile.</exception>
    public async Task<Trial> CreateAsync(JsonElement body)
    {
        var id = Names.Check(body.RequireText("id"));
        if (_trials.Count >= MaxTrials && !_trials.ContainsKey(id))
            throw new ApiException(ErrorCode.Undefined, $"there are {MaxTrials} trials; end one of them first");

        // The sink is found by a number of its own, since another trial of the same id may still be closing.
        var number = Guid.NewGuid().ToString("N");
        var feed = _feeds[number] = new TrialFeed();
        try
        {
            var planned = _planner.PlanTrial(id, body.RequireText("sql"), MocksOf(body), SinkOf(body, number));
            var trial = new Trial(planned, _planner, feed, _time, trial => _ = DeleteAsync(trial)) { Number = number };
            await RemoveAsync(id).ConfigureAwait(false);
            return _trials[id] = trial;
        }
        catch
        {
            _feeds.TryRemove(number, out _);
            throw;
        }
    }

    /// <exception cref="ApiException">There is no such trial.</exception>
    public Task DeleteAsync(string id)
    {
        _ = Get(id);
        return RemoveAsync(id);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _trials.Keys)
            await RemoveAsync(id).ConfigureAwait(false);
    }

    private async Task DeleteAsync(Trial trial)
    {
        _trials.TryRemove(KeyValuePair.Create(trial.Id, trial));
        _feeds.TryRemove(trial.Number, out _);
        await trial.DisposeAsync().ConfigureAwait(false);
    }

    private async Task RemoveAsync(string id)
    {
        if (_trials.TryGetValue(id, out var trial))
            await DeleteAsync(trial).ConfigureAwait(false);
    }

    private static Dictionary<string, IReadOnlyList<KeyValuePair<string, SqlValue>>> MocksOf(JsonElement body)
    {
        var mocks = new Dictionary<string, IReadOnlyList<KeyValuePair<string, SqlValue>>>(StringComparer.Ordinal);
        if (body.ValueOrNull("mockSource") is not { } sources)
            return mocks;
        if (sources.ValueKind != JsonValueKind.Object)
            throw RequestBody.Mismatch("mockSource", sources, "an object");

        foreach (var source in sources.EnumerateObject())
        {
            if (source.Value.ValueKind != JsonValueKind.Object)
                throw RequestBody.Mismatch(source.Name, source.Value, "an object");
            mocks[source.Name] = [.. ToObject(source.Value).Where(static option => option.Key is "data" or "interval" or "loop")];
        }

        return mocks;
    }

    private static SinkSettings SinkOf(JsonElement body, string number)
    {
        var props = body.ValueOrNull("sinkProps") switch
        {
            null => [],
            { ValueKind: JsonValueKind.Object } given => ToObject(given).ToList(),
            { } other => throw RequestBody.Mismatch("sinkProps", other, "an object"),
        };
        return new SinkSettings("trial", TrialSink.Type, [.. props, KeyValuePair.Create("trial", (SqlValue)number)]);
    }

    private static SqlObject ToObject(JsonElement json) => SqlJson.Parse(json.GetRawText(), wholeNumbersAsIntegers: true).AsObject();
}
