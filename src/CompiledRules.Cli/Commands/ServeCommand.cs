using System.CommandLine;
using System.Net;
using CompiledRules.Cli.Running;
using CompiledRules.Connectors.Web;
using CompiledRules.Server;

namespace CompiledRules.Cli.Commands;

/// <summary><c>cr serve</c>: hosts rules behind a REST API until Ctrl-C.</summary>
internal static class ServeCommand
{
    private const string KeyVariable = "CR_API_KEY";

    public static Command Create(Shell shell)
    {
        var port = new Option<int>("--port") { Description = "The port to listen on; 0 for any free one.", HelpName = "port", DefaultValueFactory = static _ => ServerOptions.DefaultPort };
        var address = new Option<string>("--address")
        {
            Description = $"The address to listen on. One that other machines can reach needs an API key in the environment variable {KeyVariable}, or the public key of an issuer of tokens in the folder mgmt of the data.",
            HelpName = "ip",
            DefaultValueFactory = static _ => "127.0.0.1",
        };
        var push = new Option<int>("--push-port")
        {
            Description = "The port of streams that others send to and of sinks that others listen to: httppush, websocket, sse; 0 for any free one.",
            HelpName = "port",
            DefaultValueFactory = static _ => WebListenerOptions.DefaultPort,
        };
        var data = new Option<string>("--data") { Description = "The folder of the server's database.", HelpName = "folder", DefaultValueFactory = static _ => "data" };
        var certificate = new Option<string?>("--certificate") { Description = "A certificate in PEM form: the server then speaks HTTPS.", HelpName = "file" };
        var key = new Option<string?>("--certificate-key") { Description = "The key of the certificate, where it stands in another file.", HelpName = "file" };
        var collector = new Option<string?>("--otlp") { Description = "A collector of figures and traces, by OTLP over HTTP, such as http://localhost:4318.", HelpName = "url" };
        var command = new Command("serve", "Hosts rules behind a REST API, and brings them back when it is started again.") { port, address, push, data, certificate, key, collector };
        command.SetAction((arguments, cancellation) =>
        {
            var ip = IPAddress.TryParse(arguments.GetRequiredValue(address), out var parsed)
                ? parsed
                : throw new CommandFailure($"--address: '{arguments.GetRequiredValue(address)}' is no IP address; try 127.0.0.1 or 0.0.0.0");
            var options = new ServerOptions
            {
                DataDirectory = shell.ResolvePath(arguments.GetRequiredValue(data)),
                BaseDirectory = shell.Directory,
                Port = arguments.GetValue(port),
                Address = ip,
                Push = new WebListenerOptions { Address = ip, Port = arguments.GetValue(push) },
                AesKey = EncryptionKey.Read(),
                ApiKey = Environment.GetEnvironmentVariable(KeyVariable),
                CertificatePath = arguments.GetValue(certificate) is { } path ? shell.ResolvePath(path) : null,
                CertificateKeyPath = arguments.GetValue(key) is { } keyPath ? shell.ResolvePath(keyPath) : null,
                OtlpCollector = arguments.GetValue(collector),
                Time = shell.Time,
                Log = line => shell.Error.WriteLine($"cr: {line}"),
            };
            return RunAsync(options, shell, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(ServerOptions options, Shell shell, CancellationToken cancellation)
    {
        try
        {
            await using var server = await RuleServer.StartAsync(options, cancellation);
            await shell.Output.WriteLineAsync($"cr: rules are served at {server.Address}");
            await server.StopRequested.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return server.ExitCode;
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            throw new CommandFailure(error.Message);
        }
    }
}
