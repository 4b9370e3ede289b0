using CompiledRules.Extensions.Hosting.Compilation;
using CompiledRules.Extensions.Hosting.Observation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CompiledRules.Extensions.Hosting;

/// <summary>Adds rules to an application.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds the rules of the configuration's section <c>CompiledRules</c>, where there is one, and of the builder that is returned. They start and stop with the application.</summary>
    /// <remarks>Rules that do not compile keep the application from starting, by an <see cref="OptionsValidationException"/> that has all that is wrong.</remarks>
    /// <example><code>
    /// builder.Services.AddCompiledRules()
    ///     .AddSource&lt;Reading&gt;("readings")
    ///     .AddSink&lt;Alert&gt;("alerts")
    ///     .AddRule("hot", "SELECT room, t FROM readings WHERE t > 30", "alerts");
    /// </code></example>
    public static CompiledRulesBuilder AddCompiledRules(this IServiceCollection services)
    {
        services.AddOptions<CompiledRulesOptions>().BindConfiguration(CompiledRulesOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CompiledRulesOptions>, CompiledRulesValidation>());
        services.TryAddSingleton<RuleSetCompiler>();
        services.TryAddSingleton(static services => new RuleEngine(
            services.GetRequiredService<RuleSetCompiler>(), services.GetRequiredService<IOptions<CompiledRulesOptions>>(), services.GetRequiredService<ILogger<RuleEngine>>()));
        services.TryAddSingleton<RuleEngineMeter>();
        services.AddHostedService<RuleEngineService>();
        return new CompiledRulesBuilder(services);
    }

    /// <summary>Adds the rules of a section of the configuration.</summary>
    public static CompiledRulesBuilder AddCompiledRules(this IServiceCollection services, IConfiguration section)
    {
        var builder = services.AddCompiledRules();
        services.AddOptions<CompiledRulesOptions>().Bind(section);
        return builder;
    }

    public static CompiledRulesBuilder AddCompiledRules(this IServiceCollection services, Action<CompiledRulesOptions> configure)
    {
        var builder = services.AddCompiledRules();
        services.Configure(configure);
        return builder;
    }

    /// <param name="options">Copied when the application starts.</param>
    public static CompiledRulesBuilder AddCompiledRules(this IServiceCollection services, CompiledRulesOptions options) => services.AddCompiledRules(copy =>
    {
        (copy.Script, copy.BaseDirectory, copy.DrainTimeout, copy.StartsRules) = (options.Script, options.BaseDirectory, options.DrainTimeout, options.StartsRules);
        foreach (var file in options.ScriptFiles)
            copy.ScriptFiles.Add(file);
        foreach (var (name, rule) in options.Rules)
            copy.Rules[name] = rule;
    });
}
