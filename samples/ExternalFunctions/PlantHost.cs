using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ExternalFunctions;

/// <summary>The services of the sample, in one process.</summary>
public sealed class PlantHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly StatisticsServer _statistics;

    private PlantHost(WebApplication application, StatisticsServer statistics)
    {
        _application = application;
        _statistics = statistics;
        var ports = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(static address => new Uri(address).Port).ToArray();
        (GrpcPort, RestPort) = (ports[0], ports[1]);
    }

    public int GrpcPort { get; }

    public int RestPort { get; }

    public int RpcPort => _statistics.Port;

    /// <summary>Starts on these ports of the loopback; 0 lets the system choose.</summary>
    public static async Task<PlantHost> StartAsync(int grpcPort, int restPort, int rpcPort)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, grpcPort, static listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, restPort, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        var application = builder.Build();
        application.MapGrpcService<ClassifierService>();
        application.MapGet("/v1/assets/{name}", static (string name, string? language) => Results.Json(Asset.Find(name, language)));
        application.MapPost("/v1/shutdown", static () => Results.Json(new { accepted = true }));
        await application.StartAsync().ConfigureAwait(false);
        return new PlantHost(application, new StatisticsServer(rpcPort));
    }

    public async ValueTask DisposeAsync()
    {
        await _statistics.DisposeAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private sealed record Asset(string Name, string Hall, string Installed)
    {
        public static Asset Find(string name, string? language) =>
            new(name, (language == "de" ? "Halle " : "Hall ") + (name.Length % 3), "1700000000000");
    }
}
