using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CompiledRules.External.Tests.Servers;

/// <summary>A gRPC server on a port that the system chose.</summary>
internal sealed class GrpcServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private GrpcServer(WebApplication application, ServiceLog log, int port)
    {
        _application = application;
        Log = log;
        Port = port;
    }

    public ServiceLog Log { get; }

    public int Port { get; }

    /// <param name="certificate">Null for plain text.</param>
    /// <param name="clientAuthority">The authority whose certificates callers must show; null to let everyone in.</param>
    public static async Task<GrpcServer> StartAsync(X509Certificate2? certificate = null, X509Certificate2? clientAuthority = null, int port = 0)
    {
        var log = new ServiceLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(log);
        builder.Services.AddGrpc();
        builder.Services.AddGrpcReflection();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
                listen.UseHttps(certificate, https => Require(https, clientAuthority));
        }));
        var application = builder.Build();
        application.MapGrpcService<TypesService>();
        application.MapGrpcReflectionService();
        await application.StartAsync();
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new GrpcServer(application, log, new Uri(address).Port);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void Require(HttpsConnectionAdapterOptions https, X509Certificate2? authority)
    {
        if (authority is null)
            return;

        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        https.ClientCertificateValidation = (certificate, _, _) => certificate.Issuer == authority.Subject;
    }
}
