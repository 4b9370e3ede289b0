using System.CommandLine;

namespace CompiledRules.Cli.Extensions;

/// <summary>The options that say where plugins are.</summary>
internal sealed class ExtensionOptions
{
    private readonly Option<string?> _plugins = new("--plugins") { Description = "The folder of installed plugins, whose functions and connectors may be used.", HelpName = "folder" };

    public void AddTo(Command command) => command.Add(_plugins);

    /// <exception cref="CommandFailure">There is no such folder.</exception>
    public RuleExtensions Load(ParseResult arguments, Shell shell) => RuleExtensions.Load(arguments.GetValue(_plugins), shell);
}
