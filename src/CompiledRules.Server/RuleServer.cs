using System.Net;
using CompiledRules.Connectors;
using CompiledRules.Connectors.Memory;
using CompiledRules.Connectors.Mqtt;
using CompiledRules.Connectors.Sql;
using CompiledRules.Formats;
using CompiledRules.Formats.Protobuf;
using CompiledRules.Formats.Schemas;
using CompiledRules.Hosting;
using CompiledRules.Server.Definitions;
using CompiledRules.Server.Endpoints;
using CompiledRules.Server.Extensions;
using CompiledRules.Server.Http;
using CompiledRules.Server.Rules;
using CompiledRules.Server.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CompiledRules.Server;

/// <summary>A server of rules: the REST API, the rules that run and the store that they come back from.</summary>
public sealed class RuleServer : IAsyncDisposable
{
    private readonly ServerStore _store;
    private readonly ExtensionRegistry _extensions;
    private readonly RuleRegistry _rules;
    private readonly WebApplication _app;
    private readonly HttpClient _client = new();
    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isDisposed;

    private RuleServer(ServerOptions options, ServerStore store)
    {
        _store = store;
        var connectors = new ConnectorRegistry().AddBuiltIn(new MemoryTopics()).AddMqtt().AddSql();
        var host = new RuleHost(
            connectors,
            FormatRegistry.CreateDefault().AddProtobuf(new SchemaFolder(Path.Combine(options.DataDirectory, "schemas"))),
            new ConnectorContext("server", options.Time) { BaseDirectory = options.BaseDirectory ?? Environment.CurrentDirectory, Log = options.Log });
        var streams = new StreamRegistry(store);
        var uploads = new UploadFolder(options.DataDirectory);
        _extensions = new ExtensionRegistry(options, connectors);
        var planner = new RulePlanner(streams, _extensions, host);
        _rules = new RuleRegistry(store, planner, options.Time, options.Log);
        _extensions.MoveRules = _rules.Refresh;

        _app = CreateApp(options);
        _app.UseErrorReplies(options.Log);
        if (options.ApiKey is { } key)
            _app.UseApiKey(key);
        _app.MapSystem(options.Time, () => _stopRequested.TrySetResult());
        _app.MapStreams(streams, _rules);
        _app.MapRules(_rules, planner);
        _app.MapRuleTags(_rules);
        _app.MapRulesets(streams, _rules, uploads);
        _app.MapUploads(uploads);
        _app.MapPlugins(_extensions, uploads);
        _app.MapServices(_extensions, uploads);
        _app.MapMetadata(connectors, planner);
        _app.MapMetrics(_rules);
        _app.MapBatch(() => Address, _client);
    }

    /// <summary>Where the server listens, such as <c>http://127.0.0.1:9081</c>.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Ends when a caller has asked the server to stop.</summary>
    public Task StopRequested => _stopRequested.Task;

    /// <summary>Opens the store, starts the rules that ran when it was last closed, and listens.</summary>
    /// <exception cref="ArgumentException">The address can be reached from other machines, and no API key is set.</exception>
    /// <exception cref="IOException">The address is in use, or the store cannot be opened.</exception>
    public static async Task<RuleServer> StartAsync(ServerOptions options, CancellationToken cancellation = default)
    {
        if (!IPAddress.IsLoopback(options.Address) && string.IsNullOrEmpty(options.ApiKey))
            throw new ArgumentException($"{options.Address} can be reached from other machines: set an API key, or listen on 127.0.0.1", nameof(options));

        var server = new RuleServer(options, new ServerStore(options.DataDirectory));
        try
        {
            // Rules may name what plugins have.
            await server._extensions.RestoreAsync(cancellation);
            await server._rules.RestoreAsync();
            await server._app.StartAsync(cancellation);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        server.Address = new Uri(server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return server;
    }

    /// <summary>Stops listening, lets rules finish what has arrived, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;

        await _app.DisposeAsync();
        await _rules.CloseAsync();
        await _extensions.DisposeAsync();
        _client.Dispose();
        _store.Dispose();
    }

    private static WebApplication CreateApp(ServerOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.Address, options.Port);
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBytes;
            kestrel.AddServerHeader = false;
        });
        return builder.Build();
    }
}
