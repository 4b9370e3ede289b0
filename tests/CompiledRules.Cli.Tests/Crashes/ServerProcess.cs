using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CompiledRules.Cli.Tests.Crashes;

/// <summary><c>cr serve</c> in a process of its own, that can be killed.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly HttpClient s_client = new() { Timeout = s_patience };

    // Where the build puts the command, as the folder of the tests lacks what they have from the framework.
    private static readonly string s_command = Path.Combine(Root(), "artifacts", "bin", "CompiledRules.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "cr.dll");

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private ServerProcess(string folder)
    {
        var start = new ProcessStartInfo("dotnet", [s_command, "serve", "--port", "0", "--data", "data"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>What the server has said on its error output.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>Starts a server and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync(string folder)
    {
        var server = Begin(folder);
        await server.ListenAsync();
        return server;
    }

    /// <summary>Starts a server and does not wait.</summary>
    public static ServerProcess Begin(string folder) => new(folder);

    public async Task ListenAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience);
        Assert.That(line, Does.StartWith("cr: rules are served at "), Errors);
        Address = new Uri(line!["cr: rules are served at ".Length..]);
    }

    public async Task<string> GetAsync(string path) => await s_client.GetStringAsync(new Uri(Address, path));

    public async Task PostAsync(string path, object body)
    {
        using var response = await s_client.PostAsJsonAsync(new Uri(Address, path), body);
        Assert.That(response.IsSuccessStatusCode, Is.True, await response.Content.ReadAsStringAsync());
    }

    public Task CreateStreamAsync(string sql) => PostAsync("/streams", new { sql });

    public async Task<bool> TrySendAsync(HttpMethod method, string path, string? json = null)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(Address, path)) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
            using var response = await s_client.SendAsync(request);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async Task<string?> StatusOfAsync(string rule) => JsonDocument.Parse(await GetAsync($"/rules/{rule}/status")).RootElement.GetProperty("status").GetString();

    /// <summary>Ends it as a power cut does: nothing that it would do in the end is done.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CompiledRules.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
