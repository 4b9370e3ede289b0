using CompiledRules.Broker;
using CompiledRules.Cli.Scripts;
using CompiledRules.Compiler;
using CompiledRules.Extensions.Hosting.Declarations;
using CompiledRules.Hosting;
using CompiledRules.Sql.Scripts;

namespace CompiledRules.Cli.Running;

/// <summary>Runs the rules of a script.</summary>
internal sealed class ScriptRunner(ScriptFile script, Shell shell, RunRequest request)
{
    private const string EmbeddedServer = "embedded";

    /// <returns>The exit code.</returns>
    /// <exception cref="CommandFailure">The script cannot be run.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (script.Rules.Count == 0)
            throw new CommandFailure($"{script.Name}: there is nothing to run; add CREATE RULE name INTO sink AS SELECT …, or a SELECT");

        var output = new RunOutput(shell, request.Limit);
        var host = ScriptHost.Create(shell, script.Directory, output, script.Extensions);
        var writer = script.WriteDiagnostics(shell.Error, shell.IsTerminal);
        if (script.HasErrors)
            return 1;

        var faults = ScriptOptions.Check(script, host);
        foreach (var fault in faults)
            writer.Write(fault);
        if (faults.Any(static fault => fault.IsError))
            return 1;

        if (request.Limit is not null && !Prints())
            throw new CommandFailure($"{script.Name}: --limit counts printed rows, and no rule prints any; use a sink with TYPE=\"stdout\", or --duration");

        await using var broker = await StartBrokerAsync(output);
        var group = new RuleGroup(shell, output, request) { IsFedByGroup = stream => IsFedByGroup(stream, broker) };
        await group.RunAsync(host, script.Rules.Select(rule => SettingsOf(rule, broker, output)).ToList(), cancellation);
        output.Conclude(group.Summary());
        return 0;
    }

    private RuleSettings SettingsOf(ScriptRule rule, EmbeddedBroker? broker, RunOutput output)
    {
        var program = RuleCompiler.Compile(rule.Compilation, script.Text.Text, rule.Options, script.Extensions.Assemblies).Program;
        var streams = script.Compilation.Streams.Select(stream => Reach(StreamDeclarations.ToSettings(stream), broker)).ToDictionary(static stream => stream.Name, StringComparer.Ordinal);
        return new RuleSettings(rule.Name, program, [.. program.Inputs.Select(input => streams[input.Name])], [.. SinksOf(rule).Select(sink => Reach(sink, broker))], ScriptDeclarations.RunOptionsOf(rule))
        {
            Lookups = [.. streams.Values],
            Output = output.RowsOf(rule.Name),
        };
    }

    // A SELECT that belongs to no rule has no sinks: it prints.
    private IEnumerable<SinkSettings> SinksOf(ScriptRule rule) => rule.Sinks.IsEmpty
        ? [Settings.Printing]
        : rule.Sinks.Select(name => ScriptDeclarations.ToSettings(script.Compilation.Sinks.First(sink => sink.Name == name), rule));

    private bool Prints() => script.Rules.SelectMany(SinksOf).Any(static sink => sink.Type.Equals("stdout", StringComparison.OrdinalIgnoreCase));

    // A broker on a port that was asked for may have clients outside.
    private bool IsFedByGroup(StreamSettings stream, EmbeddedBroker? broker) =>
        stream.Type.Equals("memory", StringComparison.OrdinalIgnoreCase)
        || request.BrokerPort is null && broker is not null && stream.Options.Any(option => option.Key.Equals("SERVER", StringComparison.OrdinalIgnoreCase) && option.Value.ToString() == broker.Server);

    private async Task<EmbeddedBroker?> StartBrokerAsync(RunOutput output)
    {
        var isNamed = script.Compilation.Streams.Select(StreamDeclarations.ToSettings).Any(static stream => stream.AllOptions().Any(IsEmbedded))
            || script.Compilation.Sinks.Any(static sink => ScriptDeclarations.ToSettings(sink).Options.Any(IsEmbedded));
        if (request.BrokerPort is null && !isNamed)
            return null;

        try
        {
            var broker = await EmbeddedBroker.StartAsync(new BrokerOptions { Port = request.BrokerPort ?? 0 });
            if (request.BrokerPort is not null)
                output.Log($"broker: {broker.Server}");
            return broker;
        }
        catch (IOException error)
        {
            throw new CommandFailure($"{error.Message}; choose another port with --broker PORT");
        }
    }

    private static StreamSettings Reach(StreamSettings stream, EmbeddedBroker? broker) =>
        stream with { Options = [.. stream.AllOptions().Select(option => Reach(option, broker))] };

    private static SinkSettings Reach(SinkSettings sink, EmbeddedBroker? broker) => sink with { Options = [.. sink.Options.Select(option => Reach(option, broker))] };

    private static KeyValuePair<string, SqlValue> Reach(KeyValuePair<string, SqlValue> option, EmbeddedBroker? broker) =>
        IsEmbedded(option) ? KeyValuePair.Create(option.Key, (SqlValue)broker!.Server) : option;

    private static bool IsEmbedded(KeyValuePair<string, SqlValue> option) =>
        option.Key.Equals("SERVER", StringComparison.OrdinalIgnoreCase)
        && option.Value.IsString
        && option.Value.AsString().Equals(EmbeddedServer, StringComparison.OrdinalIgnoreCase);
}
