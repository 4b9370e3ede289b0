using System.CommandLine;
using CompiledRules.Cli.Plugins;
using CompiledRules.Native;
using CompiledRules.Plugins;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Cli.Commands;

/// <summary><c>cr plugin new|pack|verify|test|install|list|show|remove</c>: native plugins, from their first file to the rules that use them.</summary>
internal static class PluginCommand
{
    private static readonly Option<string> s_folder = new("--plugins")
    {
        Description = "The folder of installed plugins.",
        HelpName = "folder",
        DefaultValueFactory = static _ => "plugins",
    };

    private static readonly Argument<string> s_name = new("name") { Description = "The plugin." };

    private static readonly Argument<string> s_package = new("package") { Description = "A zip file, or a folder of built assemblies." };

    public static Command Create(Shell shell) => new("plugin", "Makes and manages native plugins: assemblies with functions, sources, sinks and lookup tables.")
    {
        New(shell),
        Pack(shell),
        Verify(shell),
        Test(shell),
        Install(shell),
        List(shell),
        Show(shell),
        Remove(shell),
    };

    private static Command New(Shell shell)
    {
        var command = new Command("new", "Makes the project of a plugin in a folder of its name.") { s_name };
        command.SetAction(arguments =>
        {
            var name = arguments.GetRequiredValue(s_name);
            foreach (var file in PluginTemplate.Write(name, shell.ResolvePath(name)))
                shell.Output.WriteLine($"{name}/{file}");
            shell.Error.WriteLine($"Next: cr plugin pack {name}");
        });
        return command;
    }

    private static Command Pack(Shell shell)
    {
        var source = new Argument<string>("folder") { Description = "The folder of the project, or of what is built of it.", DefaultValueFactory = static _ => "." };
        var output = new Option<string>("--output") { Description = "Where the zip file goes.", HelpName = "folder", DefaultValueFactory = static _ => "." };
        var command = new Command("pack", "Builds a plugin, makes a zip file of it and verifies that it loads.") { source, output };
        command.SetAction(async (arguments, cancellation) =>
        {
            var zip = await PluginPacker.PackAsync(Existing(shell, arguments.GetRequiredValue(source)), shell.ResolvePath(arguments.GetRequiredValue(output)), cancellation);
            await shell.Output.WriteLineAsync(Path.GetRelativePath(shell.Directory, zip));
        });
        return command;
    }

    private static Command Verify(Shell shell)
    {
        var command = new Command("verify", "Loads a package and shows its functions and connectors with their types.") { s_package };
        command.SetAction(arguments =>
        {
            if (!PluginInspection.Verify(Existing(shell, arguments.GetRequiredValue(s_package)), shell.Output))
                throw new CommandFailure("the plugin stays in memory after it is unloaded; it may have started a thread or a timer in a static constructor");
            shell.Output.WriteLine("  loads and unloads");
        });
        return command;
    }

    private static Command Test(Shell shell)
    {
        var function = new Argument<string>("function") { Description = "The function's name in SQL." };
        var values = new Argument<string[]>("arguments") { Description = "Its arguments, each a JSON value.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("test", "Calls a function once, and prints its result as JSON.") { function, values, s_folder };
        command.SetAction(async (arguments, cancellation) =>
        {
            var name = arguments.GetRequiredValue(function);
            var all = Load(arguments, shell).Plugins.SelectMany(static plugin => plugin.Manifest.Functions).ToList();
            var found = all.Find(declared => declared.Name == name && (declared.Call ?? (object?)declared.CallAsync) is not null)
                ?? throw new CommandFailure($"there is no function '{name}' that is called with values; there are {string.Join(", ", all.Select(static declared => declared.Name))}");
            var result = await CallAsync(found, [.. (arguments.GetValue(values) ?? []).Select(static text => SqlJson.Parse(text, wholeNumbersAsIntegers: true))], shell, cancellation);
            await shell.Output.WriteLineAsync(SqlJson.ToText(result, nonFiniteAsNull: true));
        });
        return command;
    }

    private static Command Install(Shell shell)
    {
        var command = new Command("install", "Installs a package, or replaces the plugin of that name.") { s_package, s_folder };
        command.SetAction(arguments => shell.Output.WriteLine(PluginText.Line(Load(arguments, shell).Install(Existing(shell, arguments.GetRequiredValue(s_package))))));
        return command;
    }

    private static Command List(Shell shell)
    {
        var command = new Command("list", "Lists the installed plugins and what they bring.") { s_folder };
        command.SetAction(arguments =>
        {
            foreach (var plugin in Load(arguments, shell).Plugins)
                shell.Output.WriteLine(PluginText.Line(plugin));
        });
        return command;
    }

    private static Command Show(Shell shell)
    {
        var command = new Command("show", "Shows the functions and connectors of a plugin.") { s_name, s_folder };
        command.SetAction(arguments => PluginText.Write(Find(arguments, shell, Load(arguments, shell)), shell.Output));
        return command;
    }

    private static Command Remove(Shell shell)
    {
        var command = new Command("remove", "Removes a plugin.") { s_name, s_folder };
        command.SetAction(arguments =>
        {
            var store = Load(arguments, shell);
            store.Remove(Find(arguments, shell, store).Name);
        });
        return command;
    }

    private static async ValueTask<SqlValue> CallAsync(FunctionDeclaration function, SqlValue[] values, Shell shell, CancellationToken cancellation)
    {
        var context = new RuleContext("", shell.Time, TimeZoneInfo.Utc, new KeyedState(), [], static _ => { });
        try
        {
            return function.Call is { } call ? call(context, values) : await function.CallAsync!(context, values, cancellation);
        }
        catch (SqlException error)
        {
            throw new CommandFailure(error.Message);
        }
    }

    private static NativePlugin Find(ParseResult arguments, Shell shell, NativePluginStore store)
    {
        var name = arguments.GetRequiredValue(s_name);
        return store.Find(name) ?? throw new CommandFailure($"there is no plugin '{name}' in {Path.GetRelativePath(shell.Directory, FolderOf(arguments, shell))}; cr plugin list shows what there is");
    }

    private static NativePluginStore Load(ParseResult arguments, Shell shell)
    {
        var store = new NativePluginStore(Path.Combine(FolderOf(arguments, shell), NativePluginStore.FolderName));
        foreach (var error in store.LoadInstalled())
            shell.Error.WriteLine(error.Message);
        return store;
    }

    private static string FolderOf(ParseResult arguments, Shell shell) => shell.ResolvePath(arguments.GetRequiredValue(s_folder));

    private static string Existing(Shell shell, string path)
    {
        var full = shell.ResolvePath(path);
        return Path.Exists(full) ? full : throw new CommandFailure($"{path}: there is no such file or folder");
    }
}
