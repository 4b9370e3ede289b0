using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CompiledRules.Connectors.Tests.Http;

/// <summary>A web server on a free port that answers as the test says and writes down what it is asked.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<string> _requests = Channel.CreateUnbounded<string>();

    private HttpServer(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            var text = context.WebSockets.IsWebSocketRequest ? "" : await body.ReadToEndAsync();
            _requests.Writer.TryWrite($"{context.Request.Method} {context.Request.Path} {context.Request.ContentType} {context.Request.Headers["X-Key"]} {text}");
            await answer(context);
        });
    }

    public string Url => _app.Urls.First();

    public static async Task<HttpServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var server = new HttpServer(answer);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Method, path, content type, key and body of the next request.</summary>
    public Task<string> NextRequestAsync() => _requests.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        using var hurry = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(hurry.Token);
        await _app.DisposeAsync();
    }
}
