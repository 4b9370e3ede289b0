using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CompiledRules.Connectors.Web;

/// <summary>The web server that all sources and sinks of a process share which others connect to. It listens from the first of them to the last. May be used from any thread.</summary>
public sealed class WebListener(WebListenerOptions options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentDictionary<string, WebPath> _paths = new(StringComparer.Ordinal);
    private WebApplication? _app;
    private int _attached;

    /// <summary>Where it listens, such as <c>http://127.0.0.1:10081</c>; null while nobody needs it.</summary>
    public Uri? Address { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    /// <summary>Puts something under a path and listens.</summary>
    /// <returns>Takes it away again.</returns>
    /// <exception cref="IOException">The address is in use.</exception>
    internal async Task<IDisposable> AttachAsync(string path, Func<WebPath, IDisposable> attach, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            _app ??= await StartAsync(cancellation).ConfigureAwait(false);
            _attached++;
            var attached = attach(_paths.GetOrAdd(path, static _ => new WebPath()));
            return new Release(() =>
            {
                attached.Dispose();
                _ = DetachAsync(path);
            });
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<WebApplication> StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddRequestDecompression();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxMessageBytes;
            kestrel.Listen(options.Address, options.Port, listen =>
            {
                if (options.Certificate is not null)
                    listen.UseHttps(options.Certificate);
            });
        });
        var app = builder.Build();
        app.UseRequestDecompression();
        app.UseWebSockets();
        app.Run(AnswerAsync);
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            if (exception is SocketException)
                throw new IOException($"{options.Address}:{options.Port}: {exception.Message}", exception);
            throw;
        }

        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return app;
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (_paths.TryGetValue(context.Request.Path.Value ?? "", out var path) && !path.IsEmpty)
            return path.AnswerAsync(context, options.MaxMessageBytes);

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task DetachAsync(string path)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_paths.TryGetValue(path, out var left) && left.IsEmpty)
                _paths.TryRemove(path, out _);
            if (--_attached == 0)
                await StopAsync().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _app, null) is not { } app)
            return;

        Address = null;

        // Connections that stay open by their nature are not waited for.
        using var hurry = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(hurry.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.DisposeAsync().ConfigureAwait(false);
    }
}
