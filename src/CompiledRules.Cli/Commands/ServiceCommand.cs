using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CompiledRules.External;
using CompiledRules.External.Definitions;
using CompiledRules.External.Import;

namespace CompiledRules.Cli.Commands;

/// <summary><c>cr service add|import|list|show|remove|test</c>: the external services of a folder.</summary>
internal static class ServiceCommand
{
    private static readonly Option<string> s_folder = new("--services")
    {
        Description = "The folder of service files.",
        HelpName = "folder",
        DefaultValueFactory = static _ => "services",
        Recursive = true,
    };

    private static readonly Argument<string> s_name = new("name") { Description = "The service." };

    public static Command Create(Shell shell) => new("service", "Manages gRPC, REST and msgpack-rpc services whose methods are SQL functions.")
    {
        s_folder,
        Add(shell),
        Import(shell),
        List(shell),
        Show(shell),
        Remove(shell),
        Test(shell),
    };

    private static Command Add(Shell shell)
    {
        var package = new Argument<string>("package") { Description = "A zip file with name.json and schemas." };
        var command = new Command("add", "Adds or replaces a service from a package.") { s_name, package };
        command.SetAction((arguments, _) => TellingProblemsAsync(shell, async () =>
        {
            await using var zip = File.OpenRead(Existing(shell, arguments.GetRequiredValue(package)));
            await TellAddedAsync(shell, ServicePackage.Install(zip, arguments.GetRequiredValue(s_name), FolderOf(arguments, shell)));
        }));
        return command;
    }

    private static Command Import(Shell shell)
    {
        var source = new Argument<string>("source") { Description = "grpc://host:port of a server with reflection, or a file with an OpenAPI 3 description in JSON." };
        var address = new Option<Uri?>("--address") { Description = "Where the service of an OpenAPI description is.", HelpName = "url" };
        var command = new Command("import", "Adds or replaces a service from what it tells of itself.") { s_name, source, address };
        command.SetAction((arguments, cancellation) => TellingProblemsAsync(shell, async () =>
        {
            var (name, from) = (arguments.GetRequiredValue(s_name), arguments.GetRequiredValue(source));
            var imported = Uri.TryCreate(from, UriKind.Absolute, out var server) && server.Scheme is "grpc" or "grpcs"
                ? await GrpcReflection.ReadAsync(name, server, null, cancellation)
                : OpenApi.Read(name, await File.ReadAllTextAsync(Existing(shell, from), cancellation), arguments.GetValue(address));
            await TellAddedAsync(shell, imported.WriteTo(FolderOf(arguments, shell)));
            foreach (var note in imported.Notes)
                await shell.Error.WriteLineAsync(note);
        }));
        return command;
    }

    private static Command List(Shell shell)
    {
        var command = new Command("list", "Lists the services and their functions.");
        command.SetAction((arguments, _) => WithServicesAsync(shell, FolderOf(arguments, shell), async services =>
        {
            foreach (var service in services.Services)
                await shell.Output.WriteLineAsync($"{service.Name}: {string.Join(", ", service.Interfaces.SelectMany(static owner => owner.Functions).Select(static function => function.Name))}");
            return 0;
        }));
        return command;
    }

    private static Command Show(Shell shell)
    {
        var command = new Command("show", "Shows the interfaces and functions of a service.") { s_name };
        command.SetAction((arguments, _) => WithServicesAsync(shell, FolderOf(arguments, shell), async services =>
        {
            var name = arguments.GetRequiredValue(s_name);
            var service = services.Services.FirstOrDefault(service => service.Name == name) ?? throw new CommandFailure($"There is no service '{name}'.");
            foreach (var owner in service.Interfaces)
            {
                await shell.Output.WriteLineAsync($"{owner.Name}  {owner.Protocol.ToString().ToLowerInvariant()}  {owner.Address}");
                foreach (var function in owner.Functions)
                    await shell.Output.WriteLineAsync($"  {Signature(services.Find(function.Name)!)}");
            }

            return 0;
        }));
        return command;
    }

    private static Command Remove(Shell shell)
    {
        var command = new Command("remove", "Removes a service; its schemas stay, since others may import them.") { s_name };
        command.SetAction((arguments, _) =>
        {
            File.Delete(Existing(shell, Path.Combine(FolderOf(arguments, shell), arguments.GetRequiredValue(s_name) + ".json")));
            return Task.FromResult(0);
        });
        return command;
    }

    private static Command Test(Shell shell)
    {
        var function = new Argument<string>("function") { Description = "The function's name in SQL." };
        var values = new Argument<string[]>("arguments") { Description = "Its arguments, each a JSON value.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("test", "Calls a function once, and prints request and reply.") { function, values };
        command.SetAction((arguments, cancellation) => WithServicesAsync(shell, FolderOf(arguments, shell), services =>
            CallAsync(shell, services, arguments.GetRequiredValue(function), arguments.GetValue(values) ?? [], cancellation)));
        return command;
    }

    private static async Task<int> CallAsync(Shell shell, ExternalServices services, string name, string[] written, CancellationToken cancellation)
    {
        var function = services.Find(name) ?? throw new CommandFailure($"There is no function '{name}'; there are {string.Join(", ", services.Functions.Select(static function => function.Name))}.");
        try
        {
            var arguments = new SqlArray([.. written.Select(static text => SqlJson.Parse(text, wholeNumbersAsIntegers: true))]);
            await shell.Output.WriteLineAsync($"request: {function.Describe(arguments)}");
            var started = Stopwatch.GetTimestamp();
            var result = await function.InvokeAsync(arguments, cancellation);
            var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
            await shell.Output.WriteLineAsync(result.Error is { } error ? $"error after {milliseconds} ms: {error.Message}" : $"reply after {milliseconds} ms: {SqlJson.ToText(result.Value, nonFiniteAsNull: true)}");
            return result.Error is null ? 0 : 1;
        }
        catch (SqlException error)
        {
            throw new CommandFailure($"The arguments do not fit: {error.Message}.");
        }
    }

    // A person who tries a service knows where it is.
    private static async Task<int> WithServicesAsync(Shell shell, string folder, Func<ExternalServices, Task<int>> act)
    {
        if (!Directory.Exists(folder))
            throw new CommandFailure($"There is no folder {folder}.");

        await using var services = new ExternalServices(new ExternalServicesOptions { EnablePrivateNetworks = true });
        var problems = services.AddFolder(folder);
        foreach (var problem in problems)
            await shell.Error.WriteLineAsync(problem.ToString());
        var exit = await act(services);
        return problems.IsEmpty ? exit : 1;
    }

    private static async Task<int> TellingProblemsAsync(Shell shell, Func<Task> act)
    {
        try
        {
            await act();
            return 0;
        }
        catch (ServiceDefinitionException error)
        {
            foreach (var problem in error.Problems)
                await shell.Error.WriteLineAsync(problem.ToString());
            return 1;
        }
        catch (ImportException error)
        {
            throw new CommandFailure(error.Message);
        }
    }

    private static Task TellAddedAsync(Shell shell, ServiceDefinition service) => shell.Output.WriteLineAsync(
        $"{service.Name}: {string.Join(", ", service.Interfaces.SelectMany(static owner => owner.Functions).Select(static function => function.Name))}");

    private static string Signature(ExternalFunction function) =>
        $"{function.Name}({string.Join(", ", function.Parameters.Select(static parameter => $"{parameter.Name} {Text(parameter.Type)}"))}) → {Text(function.Result)}";

    private static string Text(RemoteType type) => type switch
    {
        { Kind: SqlKind.Array, Element: { } element } => $"array of {Text(element)}",
        { Kind: { } kind } => kind.ToString().ToLowerInvariant(),
        _ => "any",
    };

    private static string FolderOf(ParseResult arguments, Shell shell) => shell.ResolvePath(arguments.GetValue(s_folder)!);

    private static string Existing(Shell shell, string path)
    {
        var full = shell.ResolvePath(path);
        return File.Exists(full) ? full : throw new CommandFailure($"There is no file {full}.");
    }
}
