using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CompiledRules.Compiler;
using CompiledRules.Extensions.Hosting.Declarations;
using CompiledRules.Hosting;
using CompiledRules.Server.Definitions;
using CompiledRules.Server.Extensions;
using CompiledRules.Sql;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Server.Rules;

/// <summary>Compiles rules against the server's streams and functions, and opens them. May be used from any thread.</summary>
internal sealed class RulePlanner(StreamRegistry streams, ExtensionRegistry extensions, RuleHost host, NamedOptions named, RuntimeSettings settings)
{
    public FunctionTable Functions => extensions.Functions;

    /// <summary>Reads a rule and finds the streams that it names.</summary>
    /// <exception cref="Http.ApiException">The text is no rule.</exception>
    /// <exception cref="OptionException">An option has a value that cannot be used.</exception>
    public RuleDefinition Read(string json, string? id = null)
    {
        var definition = RuleDefinitionReader.Read(json, id, settings.Zone);
        var catalog = new NamedStreams(CatalogOf());
        _ = Compilation.Compile(definition.Sql, catalog, definition.Options);
        return definition with { Streams = catalog.Names };
    }

    /// <exception cref="RuleCompilationException">The statement has errors.</exception>
    public PlannedRule Plan(RuleDefinition rule)
    {
        var compiled = RuleCompiler.Compile(rule.Sql, CatalogOf(), rule.Options, extensions.Assemblies);
        var inputs = compiled.Program.Inputs.Select(input => ToSettings(streams.Find(input.Name)!));
        var settings = new RuleSettings(rule.Id, compiled.Program, [.. inputs], [.. rule.Sinks.Select(named.Complete)], rule.Run)
        {
            Lookups = [.. streams.All.Where(stream => stream.Kind == StreamKind.LookupTable && rule.Streams.Contains(stream.Name)).Select(ToSettings)],
        };
        return new PlannedRule(settings, compiled.Plan);
    }

    /// <summary>Plans a statement over given rows.</summary>
    /// <param name="mocks">Options of the simulator that stands in for each stream.</param>
    /// <exception cref="RuleCompilationException">The statement has errors.</exception>
    /// <exception cref="OptionException">A stand-in or the sink has an option that cannot be used.</exception>
    public PlannedRule PlanTrial(string id, string sql, IReadOnlyDictionary<string, IReadOnlyList<KeyValuePair<string, SqlValue>>> mocks, SinkSettings sink)
    {
        var rule = Read(new JsonObject { ["sql"] = sql, ["actions"] = new JsonArray(new JsonObject { ["nop"] = new JsonObject() }), ["options"] = new JsonObject { ["sendError"] = true } }.ToJsonString(), id);
        var planned = Plan(rule with { Sinks = [sink] });
        var settings = planned.Settings with
        {
            Streams = [.. planned.Settings.Streams.Select(stream => mocks.TryGetValue(stream.Name, out var options) ? stream with { Type = "simulator", Options = options } : stream)],
        };
        foreach (var stream in settings.Streams)
            host.Check(stream, isLookup: false);
        host.Check(sink);
        return planned with { Settings = settings };
    }

    /// <summary>Plans a rule and makes its connectors without opening it.</summary>
    /// <exception cref="RuleCompilationException">The statement has errors.</exception>
    /// <exception cref="OptionException">There is no such connector or format, or an option of it cannot be used.</exception>
    public PlannedRule Check(RuleDefinition rule)
    {
        var planned = Plan(rule);
        foreach (var stream in planned.Settings.Streams)
            host.Check(stream, isLookup: false);
        foreach (var table in planned.Settings.Lookups)
            host.Check(table, isLookup: true);
        foreach (var sink in planned.Settings.Sinks)
            host.Check(sink);
        return planned;
    }

    /// <exception cref="OptionException">There is no such connector or format, or an option of it cannot be used.</exception>
    public RunningRule Open(PlannedRule rule) => host.Open(rule.Settings);

    /// <summary>Replaces what a running rule computes, between two events and with its state where that fits.</summary>
    /// <exception cref="ArgumentException">The new rule reads other streams.</exception>
    public Task<SwapResult> SwapAsync(RunningRule running, PlannedRule next) => host.SwapAsync(running, next.Settings.Program, next.PlanHash);

    /// <summary>Throws away what the sinks of a deleted rule keep on disk.</summary>
    public void Forget(string rule) => host.Forget(rule);

    /// <summary>How many streams and actions of a rule refer to a connection.</summary>
    public int CountReferences(RuleDefinition rule, string connection) =>
        rule.Sinks.Count(sink => NamedOptions.ConnectionOf(sink.Options) == connection)
        + rule.Streams.Select(streams.Find).OfType<StreamSymbol>().Count(stream => ConnectionOf(stream) == connection);

    private string? ConnectionOf(StreamSymbol stream)
    {
        try
        {
            return NamedOptions.ConnectionOf(ToSettings(stream).AllOptions());
        }
        catch (OptionException)
        {
            // The rule cannot run like this, so it uses nothing.
            return null;
        }
    }

    private StreamSettings ToSettings(StreamSymbol stream) => named.Complete(StreamDeclarations.ToSettings(stream));

    private Catalog CatalogOf() => new(streams.All, Functions);

    /// <summary>Remembers which streams are asked for.</summary>
    private sealed class NamedStreams(ICatalog catalog) : ICatalog
    {
        public ImmutableHashSet<string> Names { get; private set; } = [];

        public IEnumerable<string> StreamNames => catalog.StreamNames;

        public IEnumerable<string> FunctionNames => catalog.FunctionNames;

        public StreamSymbol? FindStream(string name)
        {
            Names = Names.Add(name);
            return catalog.FindStream(name);
        }

        public FunctionSymbol? FindFunction(string name) => catalog.FindFunction(name);
    }
}
