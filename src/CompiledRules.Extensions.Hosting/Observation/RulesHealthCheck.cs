using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CompiledRules.Extensions.Hosting.Observation;

/// <summary>Whether rules run: unhealthy where one has failed, degraded where one cannot reach a source or sink.</summary>
internal sealed class RulesHealthCheck(RuleEngine engine) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var rules = engine.Rules;
        var failed = rules.Where(static rule => rule.State == EmbeddedRuleState.Failed).Select(static rule => $"rule {rule.Name}: {rule.Error}").ToList();
        var troubled = rules.Where(static rule => rule.Trouble is not null).Select(static rule => $"rule {rule.Name}: {rule.Trouble}").ToList();
        var data = rules.ToDictionary(static rule => rule.Name, static rule => (object)rule.State.ToString(), StringComparer.Ordinal);
        return Task.FromResult(failed.Count > 0
            ? new HealthCheckResult(context.Registration.FailureStatus, string.Join("; ", failed.Concat(troubled)), data: data)
            : troubled.Count > 0
                ? HealthCheckResult.Degraded(string.Join("; ", troubled), data: data)
                : HealthCheckResult.Healthy($"{rules.Count(static rule => rule.State == EmbeddedRuleState.Running)} of {rules.Count} rules run", data));
    }
}
