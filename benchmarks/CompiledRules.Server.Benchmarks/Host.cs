using System.Net.Http.Json;
using System.Text.Json;

namespace CompiledRules.Server.Benchmarks;

/// <summary>A server in this process, with a data folder of its own.</summary>
internal sealed class Host : IAsyncDisposable
{
    private readonly HttpClient _client = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("compiledrules-bench-");
    private RuleServer? _server;

    public Uri Address => _server!.Address;

    public async Task StartAsync() => _server = await RuleServer.StartAsync(new ServerOptions
    {
        DataDirectory = Path.Combine(_folder.FullName, "data"),
        BaseDirectory = _folder.FullName,
        Port = 0,
        Log = static _ => { },
    });

    public async Task StopAsync() => await _server!.DisposeAsync();

    public async Task PostAsync(string path, object body)
    {
        using var response = await _client.PostAsJsonAsync(new Uri(Address, path), body);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await _client.GetStringAsync(new Uri(Address, path))).RootElement;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
        _folder.Delete(recursive: true);
    }
}
