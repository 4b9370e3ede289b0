using System.Text.Json.Nodes;
using CompiledRules.Hosting;
using CompiledRules.Server.Definitions;

namespace CompiledRules.Server.Rules;

/// <summary>What can be seen of a rule.</summary>
internal sealed partial class HostedRule
{
    private readonly RuleUse _use = new(time);
    private IReadOnlyList<KeyValuePair<string, JsonValue>> _lastMetrics = [];
    private IReadOnlyList<(string Name, string Type)> _connectors = [];
    private IReadOnlyList<string> _steps = [];
    private TraceStrategy _trace;

    /// <summary>The present run; null while there is none.</summary>
    public RunningRule? Running => _running;

    /// <summary>Which rows are followed, in this run and in those to come.</summary>
    public TraceStrategy Trace
    {
        get => _trace;
        set
        {
            _trace = value;
            if (_running is { } running)
                running.Trace = value;
        }
    }

    /// <summary>All the time that the present run has worked.</summary>
    public TimeSpan Busy => _running?.Times.Busy ?? TimeSpan.Zero;

    /// <summary>What became of the state of each step with the last update; null where there was none.</summary>
    public JsonObject? LastUpdate { get; private set; }

    /// <summary>What the present run uses and whether it has fallen silent; null while there is none.</summary>
    public JsonObject? Use => _running is { } running ? _use.Describe(running) : null;

    public string LastError => Condition.State is RuleState.StoppedByError or RuleState.Faulted ? Condition.Message : _running?.Counters.LastError ?? "";

    public long ErrorCount => _running?.ErrorCount ?? 0;

    /// <summary>The streams and actions of the present run that have connections of their own.</summary>
    public IReadOnlyList<(string Name, string Type, bool IsConnected)> Connections => _running is not { } running
        ? []
        : [.. _connectors.Select(connector => (connector.Name, connector.Type, running.Sinks.FirstOrDefault(writer => writer.Name == connector.Name) is { } sink ? !sink.IsAway : running.Trouble is null))];

    /// <summary>What the present run has counted, or the last one has.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonValue>> Metrics => _running is { } running && _topology is { } topology ? RuleMetrics.Read(topology, running) : _lastMetrics;

    private static IReadOnlyList<(string Name, string Type)> ConnectorsOf(RuleSettings settings) =>
    [
        .. settings.Streams.Where(static stream => NamedOptions.ConnectionOf(stream.AllOptions()) is null).Select(static stream => (stream.Name, stream.Type)),
        .. settings.Sinks.Where(static sink => NamedOptions.ConnectionOf(sink.Options) is null).Select(static sink => (sink.Name, sink.Type)),
    ];

    private void Report(IReadOnlyList<string> steps, SwapResult? swap)
    {
        if (_isUpdate)
            LastUpdate = StateMapping.Describe(_steps, steps, swap);
        _steps = steps;
    }
}
