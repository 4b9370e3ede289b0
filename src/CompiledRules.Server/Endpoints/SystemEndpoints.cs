using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using CompiledRules.Server.Access;
using CompiledRules.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary>The server itself.</summary>
internal static class SystemEndpoints
{
    public static readonly string Version = typeof(SystemEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public static void MapSystem(this IEndpointRouteBuilder routes, TimeProvider time, RuntimeSettings settings, Action stop)
    {
        var start = time.GetTimestamp();
        routes.MapMethods("/", ["GET", "POST"], () => Reply.Value(Describe(time.GetElapsedTime(start)))).WithMetadata(NoBody.Instance).WithSummary("The version, and what the server uses of its machine");
        routes.MapGet("/ping", () => Results.Ok()).WithSummary("Whether the server answers");
        routes.MapMethods("/stop", ["GET", "POST"], () =>
        {
            stop();
            return Reply.Text("stop success");
        }).WithMetadata(RequiredScope.Admin, NoBody.Instance).WithSummary("Stop the server");
        routes.MapPatch("/configs", async (HttpRequest request) =>
        {
            settings.Apply(await RequestBody.ReadObjectAsync(request));
            return Results.NoContent();
        }).WithMetadata(RequiredScope.Admin).WithSummary("Change where the log goes, the zone of rules, and whether figures are written down");
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
