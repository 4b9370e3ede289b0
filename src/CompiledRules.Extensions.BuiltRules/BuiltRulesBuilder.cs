using CompiledRules.Connectors;
using CompiledRules.Formats;
using Microsoft.Extensions.DependencyInjection;

namespace CompiledRules.Extensions.BuiltRules;

/// <summary>Adds to the rules of an application what their scripts name.</summary>
public sealed class BuiltRulesBuilder
{
    internal BuiltRulesBuilder(IServiceCollection services) => Services = services;

    public IServiceCollection Services { get; }

    /// <summary>Adds sources, sinks and lookups that <c>TYPE</c> may name, besides the built-in ones.</summary>
    public BuiltRulesBuilder AddConnectors(Action<ConnectorRegistry> add) => AddConnectors((_, registry) => add(registry));

    /// <summary>Adds sources, sinks and lookups that <c>TYPE</c> may name and that need services of the application.</summary>
    public BuiltRulesBuilder AddConnectors(Action<IServiceProvider, ConnectorRegistry> add)
    {
        Services.AddSingleton(new ConnectorRegistration(add));
        return this;
    }

    /// <summary>Adds formats that <c>FORMAT</c> may name, besides the built-in ones.</summary>
    public BuiltRulesBuilder AddFormats(Action<FormatRegistry> add)
    {
        Services.AddSingleton(new FormatRegistration(add));
        return this;
    }
}

internal sealed record ConnectorRegistration(Action<IServiceProvider, ConnectorRegistry> Add);

internal sealed record FormatRegistration(Action<FormatRegistry> Add);
