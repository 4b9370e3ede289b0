using CompiledRules.Hosting;
using CompiledRules.Native;

namespace CompiledRules.Server.Rules;

/// <summary>What rules may use of a plugin that changes, of its old version and of its new one.</summary>
internal sealed class PluginUse
{
    private readonly HashSet<string> _functions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _connectors = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What ran with the old version has to leave it; what comes new is used by no rule that runs.</summary>
    public static PluginUse Of(PluginChange change)
    {
        var use = new PluginUse();
        if (change.Old is not { } old)
            return use;

        use._functions.UnionWith(old.Manifest.Functions.Select(static function => function.Name));
        use._connectors.UnionWith(old.Connectors.Sources.Keys);
        use._connectors.UnionWith(old.Connectors.Sinks.Keys);
        use._connectors.UnionWith(old.Connectors.Lookups.Keys);
        return use;
    }

    public bool HasConnectors => _connectors.Count > 0;

    /// <summary>Whether a rule may call one of its functions: names in its text are good enough, since a rule that is moved needlessly loses nothing.</summary>
    public bool IsCalledBy(RuleDefinition rule) => _functions.Any(name => rule.Sql.Contains(name, StringComparison.Ordinal));

    public bool IsOfConnectors(RuleSettings rule) =>
        rule.Streams.Concat(rule.Lookups).Any(stream => _connectors.Contains(stream.Type)) || rule.Sinks.Any(sink => _connectors.Contains(sink.Type));
}
