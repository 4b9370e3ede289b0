using System.Text.Json.Nodes;
using CompiledRules.Server.Rules;

namespace CompiledRules.Server.Observation;

/// <summary>The time that each rule has worked in the last half minute.</summary>
internal sealed class CpuUse : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);
    private const int Kept = 7;

    private readonly Lock _gate = new();
    private readonly Queue<Dictionary<string, TimeSpan>> _samples = new();
    private readonly RuleRegistry _rules;
    private readonly ITimer _timer;

    public CpuUse(RuleRegistry rules, TimeProvider time)
    {
        _rules = rules;
        _timer = time.CreateTimer(static use => ((CpuUse)use!).Sample(), this, s_interval, s_interval);
    }

    /// <summary>Milliseconds by rule, or null before the first samples.</summary>
    public JsonObject? Describe()
    {
        lock (_gate)
        {
            if (_samples.Count < 2)
                return null;

            var (first, last) = (_samples.Peek(), _samples.Last());
            return new JsonObject(last.Select(rule => KeyValuePair.Create(rule.Key, (JsonNode?)(long)Math.Max(0, (rule.Value - first.GetValueOrDefault(rule.Key)).TotalMilliseconds))));
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Sample()
    {
        var sample = _rules.All.ToDictionary(static rule => rule.Definition.Id, static rule => rule.Busy, StringComparer.Ordinal);
        lock (_gate)
        {
            if (_samples.Count == Kept)
                _samples.Dequeue();
            _samples.Enqueue(sample);
        }
    }
}
