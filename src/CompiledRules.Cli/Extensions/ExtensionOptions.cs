using System.CommandLine;

namespace CompiledRules.Cli.Extensions;

/// <summary>The options that say where plugins and services are.</summary>
internal sealed class ExtensionOptions
{
    private readonly Option<string?> _plugins = new("--plugins") { Description = "The folder of installed plugins, whose functions and connectors may be used.", HelpName = "folder" };

    private readonly Option<string?> _services = new("--services") { Description = "The folder of service files, whose functions may be used.", HelpName = "folder" };

    public void AddTo(Command command)
    {
        command.Add(_plugins);
        command.Add(_services);
    }

    /// <summary>Opens the extensions for as long as <paramref name="act"/> runs.</summary>
    /// <exception cref="CommandFailure">There is no such folder, or a service file has an error.</exception>
    public async Task<int> WithAsync(ParseResult arguments, Shell shell, Func<RuleExtensions, Task<int>> act, CancellationToken cancellation)
    {
        await using var extensions = await RuleExtensions.OpenAsync(arguments.GetValue(_plugins), arguments.GetValue(_services), shell, cancellation);
        return await act(extensions);
    }
}
