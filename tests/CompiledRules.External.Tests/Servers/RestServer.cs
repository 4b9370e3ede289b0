using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CompiledRules.External.Tests.Servers;

/// <summary>An HTTP server that notes every request and answers as told.</summary>
internal sealed class RestServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private RestServer(WebApplication application)
    {
        _application = application;
        Port = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    public int Port { get; }

    public ConcurrentQueue<Request> Requests { get; } = new();

    public int Status { get; set; } = 200;

    public string MediaType { get; set; } = "application/json";

    public string Body { get; set; } = "{}";

    /// <summary>Answers instead, where it is set; returns whether it did.</summary>
    public Func<HttpContext, Request, Task<bool>>? Answer { get; set; }

    public static async Task<RestServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var application = builder.Build();
        RestServer? server = null;
        application.Run(context => server!.ServeAsync(context));
        await application.StartAsync();
        return server = new RestServer(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var headers = context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new Request($"{context.Request.Method} {target}", await reader.ReadToEndAsync(), headers);
        Requests.Enqueue(request);
        if (Answer is { } answer && await answer(context, request))
            return;

        context.Response.StatusCode = Status;
        context.Response.ContentType = MediaType;
        // A reply such as 304 must not have a body, not even an empty one.
        if (Body.Length > 0)
            await context.Response.WriteAsync(Body);
    }

    public sealed record Request(string Line, string Body, IReadOnlyDictionary<string, string> Headers);
}
