using System.Net;
using CompiledRules.External.Benchmarks.Protos;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CompiledRules.External.Benchmarks;

/// <summary>The service that both sides of a benchmark call, over gRPC and over REST.</summary>
internal sealed class ScoringServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ScoringServer(WebApplication application)
    {
        _application = application;
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(static address => new Uri(address).Port).ToArray();
        (GrpcPort, RestPort) = (addresses[0], addresses[1]);
    }

    public int GrpcPort { get; }

    public int RestPort { get; }

    /// <param name="delay">What the service takes for each call.</param>
    public static async Task<ScoringServer> StartAsync(TimeSpan delay)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new Delay(delay));
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
        });
        var application = builder.Build();
        application.MapGrpcService<Service>();
        application.MapPost("/Rate", RateAsync);
        await application.StartAsync();
        return new ScoringServer(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static async Task RateAsync(HttpContext context)
    {
        var reading = await context.Request.ReadFromJsonAsync<RestReading>();
        await context.Response.WriteAsJsonAsync(new RestScore(reading!.Temperature * 2, "warm"));
    }

    private sealed record Delay(TimeSpan Time);

    private sealed class Service(Delay delay) : Scoring.ScoringBase
    {
        public override async Task<Score> Rate(Reading request, ServerCallContext context)
        {
            if (delay.Time > TimeSpan.Zero)
                await Task.Delay(delay.Time);
            return new Score { Value = request.Temperature * 2, Label = "warm" };
        }
    }
}

internal sealed record RestReading(string Room, double Temperature, string At);

internal sealed record RestScore(double Value, string Label);
