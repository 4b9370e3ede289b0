using System.Text.Json.Nodes;
using CompiledRules.Native;
using CompiledRules.Portable;
using CompiledRules.Portable.Packages;
using CompiledRules.Server.Definitions;
using CompiledRules.Server.Extensions;
using CompiledRules.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary><c>/plugins</c>: native plugins by what they hold, and portable plugins.</summary>
internal static class PluginEndpoints
{
    public static void MapPlugins(this IEndpointRouteBuilder routes, ExtensionRegistry extensions, UploadFolder uploads)
    {
        MapNative(routes, "sources", static plugin => plugin.Connectors.Sources.Count + plugin.Connectors.Lookups.Count > 0, extensions, uploads);
        MapNative(routes, "sinks", static plugin => plugin.Connectors.Sinks.Count > 0, extensions, uploads);
        MapNative(routes, "functions", static plugin => !plugin.Manifest.Functions.IsEmpty, extensions, uploads);
        routes.MapPost("/plugins/functions/{name}/register", (string name) =>
        {
            // What an assembly holds is read from it; the list of the request adds nothing.
            _ = Get(extensions.Native, name);
            return Reply.Text($"function plugin {name} function list is registered");
        }).WithMetadata(new ErrorPrefix("register plugin error"));
        routes.MapGet("/plugins/udfs", () => Reply.Value(Reply.Array(Functions(extensions).Select(static function => function.Name))));
        routes.MapGet("/plugins/udfs/{name}", (string name) => Functions(extensions).FirstOrDefault(function => function.Name == name) is { Name: not null } found
            ? Reply.Value(new JsonObject { ["name"] = found.Name, ["plugin"] = found.Plugin })
            : throw ApiException.NotFound($"function {name} is not found"));
        MapPortable(routes, extensions, uploads);
    }

    private static void MapNative(IEndpointRouteBuilder routes, string types, Func<NativePlugin, bool> isOf, ExtensionRegistry extensions, UploadFolder uploads)
    {
        var store = extensions.Native;
        routes.MapGet($"/plugins/{types}", () => Reply.Value(Reply.Array(store.Plugins.Where(isOf).Select(static plugin => plugin.Name))));
        routes.MapGet($"/plugins/{types}/prebuild", () => Reply.Value(new JsonObject())).WithSummary("Plugins that wait to be installed; there are none, since plugins are not bound to a build of the server");
        routes.MapPost($"/plugins/{types}", async (HttpRequest request) =>
        {
            var (name, file) = await ReadPackageAsync(request, null, uploads);
            if (store.Find(name) is not null)
                throw new ApiException(ErrorCode.Undefined, $"invalid name {name}: duplicate");
            store.Install(file, name);
            return Reply.Created($"{types} plugin {name} is created");
        }).WithMetadata(new ErrorPrefix($"{types} plugin create error"));
        routes.MapGet($"/plugins/{types}/{{name}}", (string name) => Reply.Value(new JsonObject { ["name"] = name, ["version"] = Get(store, name).Package.Version }))
            .WithMetadata(new ErrorPrefix($"describe {types} plugin error"));
        routes.MapPut($"/plugins/{types}/{{name}}", async (string name, HttpRequest request) =>
        {
            _ = Get(store, name);
            store.Install((await ReadPackageAsync(request, name, uploads)).File, name);
            return Reply.Text($"plugin {name} is updated");
        }).WithMetadata(new ErrorPrefix($"{types} plugin update error"));
        routes.MapDelete($"/plugins/{types}/{{name}}", (string name) =>
        {
            _ = Get(store, name);
            store.Remove(name);
            return Reply.Text($"{types} plugin {name} is deleted");
        }).WithMetadata(new ErrorPrefix($"delete {types} plugin error"));
    }

    private static void MapPortable(IEndpointRouteBuilder routes, ExtensionRegistry extensions, UploadFolder uploads)
    {
        var host = extensions.Portable;
        routes.MapGet("/plugins/portables", () => Reply.Value(new JsonArray([.. host.Plugins.Select(Describe)])));
        routes.MapPost("/plugins/portables", async (HttpRequest request) =>
        {
            var (name, file) = await ReadPackageAsync(request, null, uploads);
            await host.InstallAsync(name, file, cancellation: request.HttpContext.RequestAborted);
            extensions.Refresh();
            return Reply.Created($"portable plugin {name} is created");
        }).WithMetadata(new ErrorPrefix("portable plugin create error"));
        routes.MapGet("/plugins/portables/{name}", (string name) => Reply.Value(Describe(Get(host, name)))).WithMetadata(new ErrorPrefix("describe portable plugin error"));
        routes.MapPut("/plugins/portables/{name}", async (string name, HttpRequest request) =>
        {
            _ = Get(host, name);
            await host.UpdateAsync(name, (await ReadPackageAsync(request, name, uploads)).File, cancellation: request.HttpContext.RequestAborted);
            extensions.Refresh();
            return Reply.Text($"portable plugin {name} is updated");
        }).WithMetadata(new ErrorPrefix("portable plugin update error"));
        routes.MapDelete("/plugins/portables/{name}", async (string name) =>
        {
            _ = Get(host, name);
            await host.RemoveAsync(name);
            extensions.Refresh();
            return Reply.Text($"portable plugin {name} is deleted");
        }).WithMetadata(new ErrorPrefix("delete portable plugin error"));
        routes.MapGet("/plugins/portables/{name}/status", (string name) =>
        {
            _ = Get(host, name);
            return Reply.Value(Status(host.Status(name)));
        }).WithMetadata(new ErrorPrefix("get portable plugin status error"));
    }

    private static async Task<(string Name, string File)> ReadPackageAsync(HttpRequest request, string? name, UploadFolder uploads)
    {
        var body = await RequestBody.ReadObjectAsync(request);
        return (Names.Check(name ?? body.RequireText("name")), uploads.Locate(body.RequireText("file")));
    }

    private static NativePlugin Get(NativePluginStore store, string name) => store.Find(name) ?? throw ApiException.NotFound($"plugin {name} is not found");

    private static PluginManifest Get(PortableHost host, string name) => host.Find(name) ?? throw ApiException.NotFound($"portable plugin {name} is not found");

    private static IEnumerable<(string Name, string Plugin)> Functions(ExtensionRegistry extensions) =>
        extensions.Native.Plugins.SelectMany(static plugin => plugin.Manifest.Functions.Select(function => (function.Name, plugin.Name)));

    private static JsonObject Describe(PluginManifest plugin) => new()
    {
        ["name"] = plugin.Name,
        ["version"] = plugin.Version,
        ["language"] = plugin.Language,
        ["executable"] = plugin.Executable,
        ["sources"] = Reply.Array(plugin.Sources),
        ["sinks"] = Reply.Array(plugin.Sinks),
        ["functions"] = Reply.Array(plugin.Functions),
    };

    private static JsonObject Status(PluginStatus status) => new()
    {
        ["refCount"] = new JsonObject(status.References.Select(static reference => KeyValuePair.Create(reference.Key, (JsonNode?)reference.Value))),
        ["status"] = status.State switch { PluginState.Initializing => "initializing", PluginState.Running => "running", PluginState.Error => "error", _ => "stop" },
        ["errMsg"] = status.Error,
        ["pid"] = status.ProcessId,
        ["restarts"] = status.Restarts,
    };
}
