using System.Text.Json.Nodes;
using CompiledRules.External;
using CompiledRules.External.Definitions;
using CompiledRules.Server.Definitions;
using CompiledRules.Server.Extensions;
using CompiledRules.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary><c>/services</c>: functions that are called over the network.</summary>
internal static class ServiceEndpoints
{
    public static void MapServices(this IEndpointRouteBuilder routes, ExtensionRegistry extensions, UploadFolder uploads)
    {
        var services = extensions.Services;
        routes.MapGet("/services", () => Reply.Value(Reply.Array(services.Services.Select(static service => service.Name))));
        routes.MapPost("/services", async (HttpRequest request) =>
        {
            var body = await RequestBody.ReadObjectAsync(request);
            var name = Names.Check(body.RequireText("name"));
            if (services.Services.Any(service => service.Name == name))
                throw new ApiException(ErrorCode.Undefined, $"service {name} already exists");
            Install(extensions, name, uploads.Locate(body.RequireText("file")));
            return Reply.Created($"service {name} is created");
        }).WithMetadata(new ErrorPrefix("create service error"));
        routes.MapGet("/services/functions", () => Reply.Value(new JsonArray([.. services.Functions.Select(function => Describe(function, services))])));
        routes.MapGet("/services/functions/{name}", (string name) =>
                Reply.Value(Describe(services.Find(name) ?? throw ApiException.NotFound($"can't find function {name}"), services)))
            .WithMetadata(new ErrorPrefix("describe function error"));
        routes.MapGet("/services/{name}", (string name) => Reply.Value(Describe(Get(services, name)))).WithMetadata(new ErrorPrefix("describe service error"));
        routes.MapPut("/services/{name}", async (string name, HttpRequest request) =>
        {
            _ = Get(services, name);
            Install(extensions, name, uploads.Locate((await RequestBody.ReadObjectAsync(request)).RequireText("file")));
            return Reply.Text($"service {name} is updated");
        }).WithMetadata(new ErrorPrefix("update service error"));
        routes.MapDelete("/services/{name}", (string name) =>
        {
            _ = Get(services, name);
            services.Remove(name);
            File.Delete(Path.Combine(extensions.ServiceFolder, name + ".json"));
            extensions.Refresh();
            return Reply.Text($"service {name} is deleted");
        }).WithMetadata(new ErrorPrefix("delete service error"));
    }

    private static void Install(ExtensionRegistry extensions, string name, string file)
    {
        using var zip = File.OpenRead(file);
        extensions.Services.Add(ServicePackage.Install(zip, name, extensions.ServiceFolder));
        extensions.Refresh();
    }

    private static ServiceDefinition Get(ExternalServices services, string name) =>
        services.Services.FirstOrDefault(service => service.Name == name) ?? throw ApiException.NotFound($"service {name} is not found");

    private static JsonObject Describe(ServiceDefinition service) => new()
    {
        ["Interfaces"] = new JsonObject(service.Interfaces.Select(static owner => KeyValuePair.Create(owner.Name, (JsonNode?)new JsonObject
        {
            ["Addr"] = owner.Address.ToString(),
            ["Protocol"] = owner.Protocol.ToString(),
            ["Schema"] = new JsonObject { ["SchemaType"] = owner.IsSchemaless ? "" : "protobuf", ["SchemaFile"] = owner.SchemaFile, ["Schemaless"] = owner.IsSchemaless },
            ["Functions"] = Reply.Array(owner.Functions.Select(static function => function.Name)),
        }))),
    };

    private static JsonObject Describe(ExternalFunction function, ExternalServices services) => new()
    {
        ["FuncName"] = function.Name,
        ["ServiceName"] = function.Service,
        ["InterfaceName"] = function.Interface,
        ["Addr"] = services.Services.FirstOrDefault(service => service.Name == function.Service)?.Interfaces.FirstOrDefault(owner => owner.Name == function.Interface)?.Address.ToString(),
        ["MethodName"] = function.MethodName,
    };
}
