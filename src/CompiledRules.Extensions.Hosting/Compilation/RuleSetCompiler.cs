using System.Reflection;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Connectors;
using CompiledRules.Connectors.Memory;
using CompiledRules.Extensions.Hosting.Application;
using CompiledRules.Extensions.Hosting.Declarations;
using CompiledRules.Formats;
using CompiledRules.Hosting;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Scripts;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CompiledRules.Extensions.Hosting.Compilation;

/// <summary>Reads and compiles what the options and the application's builder say. The last set is kept, so that validation and start share it.</summary>
internal sealed class RuleSetCompiler(
    IServiceProvider services,
    IEnumerable<ApplicationStream> applicationStreams,
    IEnumerable<ApplicationSink> applicationSinks,
    IEnumerable<ConnectorRegistration> connectors,
    IEnumerable<FunctionRegistration> functions,
    ILogger<RuleEngine> logger,
    TimeProvider? time = null,
    IHostEnvironment? environment = null)
{
    private readonly Lock _gate = new();
    private readonly Assembly[] _assemblies = [.. functions.Select(static registration => registration.Assembly).Distinct()];
    private (CompiledRulesOptions Options, RuleSet Set)? _last;

    public RuleSet Compile(CompiledRulesOptions options)
    {
        lock (_gate)
        {
            if (_last is not { } last || !ReferenceEquals(last.Options, options))
                _last = last = (options, new Reader(this, options).Read());
            return last.Set;
        }
    }

    /// <summary>Compiles another statement for a rule of the set.</summary>
    /// <exception cref="RuleCompilationException">The statement has errors.</exception>
    public CompiledEntry Recompile(RuleSet set, CompiledEntry entry, string sql)
    {
        var compilation = Sql.Compilation.Compile(sql, new Catalog(set.Streams, FunctionsOf()), entry.Rule.Options);
        return compilation.HasErrors
            ? throw new RuleCompilationException(compilation.Diagnostics)
            : entry with { Text = sql, Rule = entry.Rule with { Compilation = compilation, Sql = new TextSpan(0, sql.Length) } };
    }

    /// <exception cref="RuleCompilationException">The statement has errors that only its lowering finds.</exception>
    /// <exception cref="OptionException">An option of the rule has a value that cannot be used.</exception>
    public RuleSettings ToSettings(RuleSet set, CompiledEntry entry, TimeSpan drainTimeout)
    {
        var program = RuleCompiler.Compile(entry.Rule.Compilation, entry.Text, entry.Rule.Options, _assemblies).Program;
        var streams = set.Streams.Select(StreamDeclarations.ToSettings).ToDictionary(static stream => stream.Name, StringComparer.Ordinal);
        return new RuleSettings(
            entry.Rule.Name,
            program,
            [.. program.Inputs.Select(input => streams[input.Name])],
            entry.Sinks,
            ScriptDeclarations.RunOptionsOf(entry.Rule) with { StopPatience = drainTimeout })
        {
            Lookups = [.. streams.Values],
        };
    }

    private FunctionTable FunctionsOf() => new([.. FunctionReader.BuiltIn, .. _assemblies.SelectMany(static assembly => FunctionReader.Read(assembly))]);

    private RuleHost CreateHost(string directory)
    {
        var registry = new ConnectorRegistry().AddBuiltIn(new MemoryTopics());
        foreach (var connector in connectors)
            connector.Add(services, registry);
        foreach (var stream in applicationStreams)
            registry.AddSource(stream.Type, (_, _) => stream.Open(services));
        foreach (var sink in applicationSinks)
            registry.AddSink(sink.Type, (_, _) => sink.Open(services));
        return new RuleHost(
            registry,
            FormatRegistry.CreateDefault(),
            new ConnectorContext("application", time ?? TimeProvider.System) { BaseDirectory = directory, Log = line => RuleEngineLog.Line(logger, line) });
    }

    /// <summary>Reads one set of options.</summary>
    private sealed class Reader(RuleSetCompiler compiler, CompiledRulesOptions options)
    {
        private readonly List<string> _problems = [];
        private readonly List<string> _warnings = [];
        private readonly List<StreamSymbol> _streams = [];
        private readonly Dictionary<string, SinkSymbol> _sinks = compiler.ApplicationSinks();
        private readonly List<(ScriptRule Rule, string Text)> _rules = [];
        private readonly FunctionTable _functions = compiler.FunctionsOf();
        private readonly string _directory = Path.GetFullPath(options.BaseDirectory ?? "", compiler.ContentRoot);

        public RuleSet Read()
        {
            foreach (var stream in compiler.ApplicationStreams)
                ReadScript($"stream {stream.Name}", stream.Definition);
            foreach (var file in options.ScriptFiles)
                ReadFile(file);
            if (options.Script.Length > 0)
                ReadScript("Script", options.Script);
            foreach (var (name, entry) in options.Rules)
                ReadEntry(name, entry);

            var host = compiler.CreateHost(_directory);
            CheckConnectors(host);
            return new RuleSet(host, _streams, [.. _rules.Select(ToEntry)], _problems, _warnings);
        }

        private void ReadFile(string file)
        {
            try
            {
                ReadScript(file, File.ReadAllText(Path.Combine(_directory, file)));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                _problems.Add($"{file}: it cannot be read: {error.Message}");
            }
        }

        private void ReadScript(string name, string text)
        {
            var script = ScriptCompilation.Compile(text, CatalogOf(), _sinks.Keys);
            var source = new SourceText(text);
            foreach (var diagnostic in script.Diagnostics)
            {
                var place = source.PositionOf(Math.Min(diagnostic.Span.Start, text.Length));
                (diagnostic.IsError ? _problems : _warnings).Add($"{name}({place.Line},{place.Column}): {(diagnostic.IsError ? "error" : "warning")} {diagnostic}");
            }

            if (!script.Queries.IsEmpty)
                _problems.Add($"{name}: a SELECT belongs to no rule; write CREATE RULE name INTO sink AS SELECT …");
            foreach (var stream in script.Streams)
                Define(name, "stream", stream.Name, _streams.TrueForAll(other => other.Name != stream.Name), () => _streams.Add(stream));
            foreach (var sink in script.Sinks)
                Define(name, "sink", sink.Name, !_sinks.ContainsKey(sink.Name), () => _sinks[sink.Name] = sink);
            foreach (var rule in script.Rules)
                Define(name, "rule", rule.Name, IsNew(rule.Name), () => _rules.Add((rule, text)));
        }

        private void ReadEntry(string name, RuleEntry entry)
        {
            var compilation = Sql.Compilation.Compile(entry.Sql, CatalogOf(), RuleOptions.Default);
            _problems.AddRange(compilation.Diagnostics.Where(static diagnostic => diagnostic.IsError).Select(diagnostic => $"rule {name}: error {diagnostic}"));
            _problems.AddRange(entry.Sinks.Where(sink => !_sinks.ContainsKey(sink)).Select(sink => $"rule {name}: there is no sink '{sink}'; there are {string.Join(", ", _sinks.Keys)}"));
            if (entry.Sinks.Count == 0)
                _problems.Add($"rule {name}: it has no sink");
            var rule = new ScriptRule(name, [.. entry.Sinks], RuleOptions.Default, [], [], new TextSpan(0, entry.Sql.Length), compilation);
            Define("Rules", "rule", name, IsNew(name), () => _rules.Add((rule, entry.Sql)));
        }

        private bool IsNew(string rule) => _rules.TrueForAll(other => other.Rule.Name != rule);

        private void Define(string where, string kind, string name, bool isNew, Action define)
        {
            if (isNew)
                define();
            else
                _problems.Add($"{where}: {kind} '{name}' is defined twice");
        }

        private Catalog CatalogOf() => new(_streams, _functions);

        private CompiledEntry ToEntry((ScriptRule Rule, string Text) rule) =>
            new(rule.Rule, rule.Text, [.. rule.Rule.Sinks.Where(_sinks.ContainsKey).Select(sink => ScriptDeclarations.ToSettings(_sinks[sink], rule.Rule))]);

        private void CheckConnectors(RuleHost host)
        {
            foreach (var stream in _streams)
                Try($"stream {stream.Name}", () => host.Check(StreamDeclarations.ToSettings(stream), stream.Kind == StreamKind.LookupTable));
            foreach (var sink in _sinks.Values)
                Try($"sink {sink.Name}", () => host.Check(ScriptDeclarations.ToSettings(sink)));
            foreach (var rule in _rules)
                Try($"rule {rule.Rule.Name}", () => _ = ScriptDeclarations.RunOptionsOf(rule.Rule));
        }

        private void Try(string what, Action check)
        {
            try
            {
                check();
            }
            catch (OptionException error)
            {
                _problems.Add($"{what}: {error.Message}");
            }
        }
    }

    private IEnumerable<ApplicationStream> ApplicationStreams => applicationStreams;

    private string ContentRoot => environment?.ContentRootPath ?? Environment.CurrentDirectory;

    private Dictionary<string, SinkSymbol> ApplicationSinks() => applicationSinks.ToDictionary(
        static sink => sink.Name, static sink => new SinkSymbol(sink.Name, [new ScriptOption("TYPE", sink.Type)]), StringComparer.Ordinal);
}
