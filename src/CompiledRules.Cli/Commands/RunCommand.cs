using System.CommandLine;
using CompiledRules.Cli.Extensions;
using CompiledRules.Cli.Running;
using CompiledRules.Cli.Scripts;

namespace CompiledRules.Cli.Commands;

/// <summary><c>cr run FILE.sql</c>: runs a script until its streams end, or Ctrl-C.</summary>
internal static class RunCommand
{
    private const int MqttPort = 1883;

    public static Command Create(Shell shell)
    {
        var file = new Argument<string>("file") { Description = "The script to run." };
        var broker = new Option<int?>("--broker")
        {
            Description = "Start an MQTT broker inside the command, on this port or on 1883; only this machine can reach it.",
            HelpName = "port",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var options = new RunOptions();
        var extensions = new ExtensionOptions();
        var command = new Command("run", "Runs the rules of a script until its streams end, or Ctrl-C. Rows go to the output as JSON lines, messages to the error output.") { file, broker };
        options.AddTo(command);
        extensions.AddTo(command);
        command.SetAction((arguments, cancellation) => extensions.WithAsync(arguments, shell, async opened =>
        {
            var script = await ScriptFile.ReadAsync(arguments.GetRequiredValue(file), opened, shell, cancellation);
            var port = arguments.GetResult(broker) is null ? default(int?) : arguments.GetValue(broker) ?? MqttPort;
            return await new ScriptRunner(script, shell, options.Read(arguments) with { BrokerPort = port }).RunAsync(cancellation);
        }, cancellation));
        return command;
    }
}
