using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CompiledRules.Connectors.Memory;
using CompiledRules.Connectors.Web;
using CompiledRules.Formats;
using CompiledRules.Formats.Protobuf;
using CompiledRules.Formats.Schemas;
using CompiledRules.Hosting;
using CompiledRules.Server.Access;
using CompiledRules.Server.Connections;
using CompiledRules.Server.Definitions;
using CompiledRules.Server.Endpoints;
using CompiledRules.Server.Extensions;
using CompiledRules.Server.Http;
using CompiledRules.Server.Observation;
using CompiledRules.Server.Rules;
using CompiledRules.Server.Scripts;
using CompiledRules.Server.Store;
using CompiledRules.Server.Transfer;
using CompiledRules.Server.Trials;
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
    private readonly ServerOptions _options;
    private readonly ServerStore _store;
    private readonly ExtensionRegistry _extensions;
    private readonly RuleRegistry _rules;
    private readonly ConnectionRegistry _connections;
    private readonly TrialRegistry _trials;
    private readonly InitialImport _initial;
    private readonly X509Certificate2? _certificate;
    private readonly WebListener _listener;
    private readonly WebApplication _app;

    // What callers send through the server has their rights, what the server asks of itself has all.
    private readonly string _ownKey = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
    private readonly HttpClient _client;
    private readonly HttpClient _own;
    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IDisposable> _owned = [];
    private int _isDisposed;

    private RuleServer(ServerOptions options, ServerStore store)
    {
        (_options, _store) = (options, store);
        _certificate = Certificates.Load(options);
        _client = Certificates.CreateClient(_certificate, null);
        _own = Certificates.CreateClient(_certificate, _ownKey);

        var settings = new RuntimeSettings(options.Log, options.DataDirectory, options.Time);
        var context = new ConnectorContext("server", options.Time) { BaseDirectory = options.BaseDirectory ?? Environment.CurrentDirectory, Log = settings.Log, AesKey = options.AesKey };
        _listener = new WebListener(options.Push);
        var connectors = StandardConnectors.Create(new MemoryTopics(), _listener).Seal();
        var formats = FormatRegistry.CreateDefault().AddProtobuf(new SchemaFolder(Path.Combine(options.DataDirectory, "schemas")));
        var streams = new StreamRegistry(store);
        var configuration = new ConfigurationRegistry(store);
        _extensions = new ExtensionRegistry(options with { Log = settings.Log }, connectors);
        var scripts = new ScriptRegistry(store, settings.Log) { Changed = _extensions.Refresh };
        _extensions.Scripts = () => scripts.Functions;
        var host = new RuleHost(connectors, formats, context) { CacheDirectory = Path.Combine(options.DataDirectory, "cache") };
        var planner = new RulePlanner(streams, _extensions, host, new NamedOptions(configuration), settings);
        _rules = new RuleRegistry(store, planner, options.Time, settings.Log);
        _extensions.MoveRules = _rules.Refresh;
        _trials = new TrialRegistry(planner, connectors, options.Time);
        var reachability = new Reachability(connectors, context);
        _connections = new ConnectionRegistry(configuration, reachability, options.Time, _rules.CountReferences);

        _app = CreateApp();
        UseAccess(settings);
        var uploads = new UploadFolder(options.DataDirectory);
        var schemas = new SchemaRegistry(store, options.DataDirectory);
        _app.MapSystem(options.Time, settings, () => Stop(0));
        _app.MapStreams(streams, _rules);
        _app.MapRules(_rules, planner, Own(new CpuUse(_rules, options.Time)));
        _app.MapRuleTags(_rules);
        _app.MapTrials(_trials, () => Address);
        var import = new DataImport(store, streams, _rules, configuration, _connections, schemas, scripts, uploads, new OwnApi(_own, () => Address));
        _initial = new InitialImport(options.DataDirectory, import, settings.Log);
        _app.MapRulesets(new DataExport(store, streams, _rules, configuration, uploads), import, _rules, uploads, Stop);
        _app.MapImportTasks(new ImportTasks(options.Time), import, uploads, Stop);
        _app.MapUploads(uploads);
        _app.MapPlugins(_extensions, uploads);
        _app.MapServices(_extensions, uploads);
        _app.MapSchemas(schemas, uploads);
        _app.MapScripts(scripts);
        _app.MapConnections(_connections, _rules);
        _app.MapConfiguration(configuration, _connections, reachability);
        _app.MapMetadata(connectors, planner, configuration);
        string Print() => MetricsEndpoint.Print(_rules.All, _connections.All);
        _app.MapMetrics(Print, Own(new MetricsDump(options.DataDirectory, settings, Print, options.Time)), options.Time);
        _app.MapTraces(_rules, Own(new TraceStore(_rules.Has)), ExportOf(options));
        _app.MapBatch(() => Address, _client);
        _app.MapOpenApi();
    }

    /// <summary>Where the server listens, such as <c>http://127.0.0.1:9081</c>.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Ends when a caller has asked the server to stop.</summary>
    public Task StopRequested => _stopRequested.Task;

    /// <summary>What the process should end with when <see cref="StopRequested"/> has ended: 100 asks for a restart.</summary>
    public int ExitCode { get; private set; }

    /// <summary>Opens the store, starts the rules that ran when it was last closed, and listens.</summary>
    /// <exception cref="ArgumentException">Callers have to be let in, and neither a key nor an issuer of tokens is there.</exception>
    /// <exception cref="IOException">The address is in use, or the store or the certificate cannot be opened.</exception>
    public static async Task<RuleServer> StartAsync(ServerOptions options, CancellationToken cancellation = default)
    {
        if (options.IsGuarded && string.IsNullOrEmpty(options.ApiKey) && options.ApiKeys.Count == 0 && !TokensOf(options).HasIssuers)
            throw new ArgumentException($"{options.Address} can be reached from other machines: set an API key, put the public key of an issuer of tokens into {IssuersOf(options)}, or listen on 127.0.0.1", nameof(options));

        var server = new RuleServer(options, new ServerStore(options.DataDirectory));
        try
        {
            // Rules may name what plugins have.
            await server._extensions.RestoreAsync(cancellation);
            await server._rules.RestoreAsync();
            server._connections.Restore();
            await server._app.StartAsync(cancellation);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        server.Address = new Uri(server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await server._initial.RunAsync(cancellation);
        return server;
    }

    /// <summary>Stops listening, lets rules finish what has arrived, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;

        await _trials.DisposeAsync();
        await _app.DisposeAsync();
        foreach (var part in _owned)
            part.Dispose();
        await _connections.DisposeAsync();
        await _rules.CloseAsync();
        await _extensions.DisposeAsync();
        await _listener.DisposeAsync();
        _client.Dispose();
        _own.Dispose();
        _store.Dispose();
        _certificate?.Dispose();
    }

    private static string IssuersOf(ServerOptions options) => options.IssuerKeyDirectory ?? Path.Combine(options.DataDirectory, "mgmt");

    private static JsonWebTokens TokensOf(ServerOptions options) => new(IssuersOf(options), options.Time);

    private T Own<T>(T part)
        where T : IDisposable
    {
        _owned.Add(part);
        return part;
    }

    private OtlpExport ExportOf(ServerOptions options)
    {
        _ = Own(new ServerMeter(_rules));
        var export = Own(new OtlpExport());
        if (options.OtlpCollector is { } collector)
            export.Start(collector, "compiledrules");
        return export;
    }

    private void Stop(int exitCode)
    {
        ExitCode = exitCode;
        _stopRequested.TrySetResult();
    }

    private void UseAccess(RuntimeSettings settings)
    {
        _app.UseErrorReplies(settings.Log);
        _app.UseWebSockets();
        _app.Use(new OriginGuard(_options.IsGuarded).PassAsync);
        if (_options.IsGuarded)
            UseGate();
        _app.Use(new InstallJournal(_store).PassAsync);
    }

    private void UseGate()
    {
        var keys = string.IsNullOrEmpty(_options.ApiKey) ? _options.ApiKeys : [.. _options.ApiKeys, new ApiKey(_options.ApiKey, AccessScope.Admin)];
        _app.Use(new Gate(keys, TokensOf(_options), _ownKey).PassAsync);
    }

    private WebApplication CreateApp()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(_options.Address, _options.Port, endpoint =>
            {
                if (_certificate is not null)
                    endpoint.UseHttps(_certificate);
            });
            kestrel.Limits.MaxRequestBodySize = _options.MaxRequestBytes;
            kestrel.AddServerHeader = false;
        });
        return builder.Build();
    }
}
