using CompiledRules.Extensions.Hosting.Observation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CompiledRules.Extensions.Hosting;

public static class HealthChecksBuilderExtensions
{
    /// <summary>Adds a check of the rules: it fails where a rule has failed, and is degraded where a rule cannot reach a source or sink.</summary>
    /// <param name="builder">That of the application, whose services have the rules.</param>
    /// <param name="tags">Such as <c>ready</c>.</param>
    public static IHealthChecksBuilder AddCompiledRules(this IHealthChecksBuilder builder, string name = "rules", HealthStatus? failureStatus = null, params string[] tags) =>
        builder.AddCheck<RulesHealthCheck>(name, failureStatus, tags);
}
