using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace CompiledRules.Server.Tests;

/// <summary>A server on a free port with a data folder of its own, and a client for it.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly HttpClient _client = new();
    private readonly TimeProvider _time;
    private RuleServer? _server;

    private TestServer(TimeProvider time) => _time = time;

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("compiledrules-server-").FullName;

    public HttpClient Client => _client;

    public string? ApiKey { get; private init; }

    public Uri Address => _server!.Address;

    private Func<ServerOptions, ServerOptions> Change { get; init; } = static options => options;

    public static async Task<TestServer> StartAsync(TimeProvider? time = null, string? apiKey = null, Func<ServerOptions, ServerOptions>? change = null)
    {
        var server = new TestServer(time ?? TimeProvider.System) { ApiKey = apiKey, Change = change ?? (static options => options) };
        await server.OpenAsync();
        return server;
    }

    public async Task RestartAsync()
    {
        await _server!.DisposeAsync();
        await OpenAsync();
    }

    /// <summary>Sends a request and gives the status with the text of the reply.</summary>
    public async Task<(HttpStatusCode Status, string Text)> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_server!.Address, path));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");

        // A body that is refused unread is not sent, or the connection may break before its reply is here.
        request.Headers.ExpectContinue = body?.Length > 50_000;
        using var response = await _client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<string> GetAsync(string path)
    {
        var (status, text) = await SendAsync("GET", path);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), text);
        return text;
    }

    public async Task<JsonNode> GetJsonAsync(string path) => JsonNode.Parse(await GetAsync(path))!;

    /// <summary>Creates a stream or table.</summary>
    public async Task CreateAsync(string sql, string kind = "streams")
    {
        var (status, text) = await SendAsync("POST", $"/{kind}", new JsonObject { ["sql"] = sql }.ToJsonString());
        Assert.That(status, Is.EqualTo(HttpStatusCode.Created), text);
    }

    public async Task CreateRuleAsync(string json)
    {
        var (status, text) = await SendAsync("POST", "/rules", json);
        Assert.That(status, Is.EqualTo(HttpStatusCode.Created), text);
    }

    /// <summary>Asks until the answer is as expected; fails after a while with the last answer.</summary>
    public async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> isReached)
    {
        for (var attempt = 0; ; attempt++)
        {
            var answer = await GetJsonAsync(path);
            if (isReached(answer))
                return answer;

            Assert.That(attempt, Is.LessThan(500), $"{path} stays at {answer.ToJsonString()}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _client.Dispose();
        System.IO.Directory.Delete(Directory, true);
    }

    private async Task OpenAsync() => _server = await RuleServer.StartAsync(Change(new ServerOptions
    {
        DataDirectory = Path.Combine(Directory, "data"),
        BaseDirectory = Directory,
        Port = 0,
        ApiKey = ApiKey,
        AllowsPrivateNetworks = true,
        Time = _time,
        MaxRequestBytes = 100_000,
        Log = TestContext.Progress.WriteLine,
    }));
}
