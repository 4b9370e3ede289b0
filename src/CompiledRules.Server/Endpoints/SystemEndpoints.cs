using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using CompiledRules.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary>The server itself.</summary>
internal static class SystemEndpoints
{
    public static readonly string Version = typeof(SystemEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public static void MapSystem(this IEndpointRouteBuilder routes, TimeProvider time, Action stop)
    {
        var start = time.GetTimestamp();
        routes.MapMethods("/", ["GET", "POST"], () => Reply.Value(Describe(time.GetElapsedTime(start))));
        routes.MapGet("/ping", () => Results.Ok());
        routes.MapMethods("/stop", ["GET", "POST"], () =>
        {
            stop();
            return Reply.Text("stop success");
        });
    }

    private static JsonObject Describe(TimeSpan running)
    {
        using var process = Process.GetCurrentProcess();
        var share = running > TimeSpan.Zero ? process.TotalProcessorTime / running / Environment.ProcessorCount : 0;
        return new JsonObject
        {
            ["version"] = Version,
            ["os"] = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux",
            ["arch"] = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "amd64" : RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            ["upTimeSeconds"] = (long)running.TotalSeconds,
            ["cpuUsage"] = share.ToString("P2", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal),
            ["memoryUsed"] = process.WorkingSet64.ToString(CultureInfo.InvariantCulture),
            ["memoryTotal"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes.ToString(CultureInfo.InvariantCulture),
        };
    }
}
