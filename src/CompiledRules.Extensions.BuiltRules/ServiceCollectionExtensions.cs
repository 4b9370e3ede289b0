using CompiledRules.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CompiledRules.Extensions.BuiltRules;

/// <summary>Adds rules that were compiled with an application to it; the generated <c>AddCompiledRules()</c> calls this for the <c>.sql</c> files of a project.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>The rules start and stop with the application, all from one registry of connectors.</summary>
    /// <param name="rules">Asked when the application starts.</param>
    public static BuiltRulesBuilder AddBuiltRules(this IServiceCollection services, params Func<IReadOnlyList<RuleSettings>>[] rules)
    {
        foreach (var part in rules)
            services.AddSingleton(new RuleRegistration(part));
        services.TryAddSingleton<BuiltRulesService>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BuiltRulesService>(static provider => provider.GetRequiredService<BuiltRulesService>()));
        return new BuiltRulesBuilder(services);
    }
}

internal sealed record RuleRegistration(Func<IReadOnlyList<RuleSettings>> Rules);
