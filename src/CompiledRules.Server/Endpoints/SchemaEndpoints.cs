using System.Text.Json.Nodes;
using CompiledRules.Server.Definitions;
using CompiledRules.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary><c>/schemas</c>.</summary>
internal static class SchemaEndpoints
{
    public static void MapSchemas(this IEndpointRouteBuilder routes, SchemaRegistry schemas, UploadFolder uploads)
    {
        routes.MapGet("/schemas/{type}", (string type) => Reply.Value(Reply.Array(schemas.NamesOf(type)))).WithSummary("Names of schemas");
        routes.MapPost("/schemas/{type}", async (string type, HttpRequest request) =>
        {
            var body = await RequestBody.ReadObjectAsync(request);
            var name = Names.Check(body.RequireText("name"));
            if (schemas.Find(type, name) is not null && string.IsNullOrEmpty(body.TextOrNull("version")))
                throw new ApiException(ErrorCode.Undefined, $"schema {type}.{name} already registered");
            await PutAsync(type, name, body, schemas, uploads, request.HttpContext.RequestAborted);
            return Reply.Created($"{type} schema {name} is created");
        }).WithMetadata(new ErrorPrefix("schema create command error")).WithSummary("Create a schema");
        routes.MapGet("/schemas/{type}/{name}", (string type, string name) => Reply.Value(schemas.Get(type, name)))
            .WithMetadata(new ErrorPrefix("describe schema error")).WithSummary("A schema");
        routes.MapPut("/schemas/{type}/{name}", async (string type, string name, HttpRequest request) =>
        {
            var body = await RequestBody.ReadObjectAsync(request);
            if (body.TextOrNull("name") is { } other && other != name)
                throw new ApiException(ErrorCode.Undefined, $"Invalid body: 'name' is {other}, but the path says {name}");
            await PutAsync(type, name, body, schemas, uploads, request.HttpContext.RequestAborted);
            return Reply.Text($"{type} schema {name} is updated");
        }).WithMetadata(new ErrorPrefix("schema update command error")).WithSummary("Create or replace a schema");
        routes.MapDelete("/schemas/{type}/{name}", (string type, string name) =>
        {
            schemas.Delete(type, name);
            return Reply.Text($"{type} schema {name} is deleted");
        }).WithMetadata(new ErrorPrefix("delete schema error")).WithSummary("Delete a schema");
        routes.MapPut("/schemas/{type}/{name}/upload", (string type, string name, HttpRequest request) => UploadAsync(type, name, request, schemas))
            .WithMetadata(new ErrorPrefix("schema upload error") { IsJson = true }).WithSummary("Create or replace a schema by a form with its file");
    }

    private static async Task PutAsync(string type, string name, System.Text.Json.JsonElement body, SchemaRegistry schemas, UploadFolder uploads, CancellationToken cancellation)
    {
        var version = body.TextOrNull("version") ?? "";
        if (body.TextOrNull("content") is { Length: > 0 } content)
        {
            schemas.Put(type, name, content, version);
            return;
        }

        var file = uploads.Locate(body.RequireText("file"));
        if (file.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            await using var archive = File.OpenRead(file);
            schemas.PutArchive(type, name, archive, version);
        }
        else
        {
            schemas.Put(type, name, await File.ReadAllTextAsync(file, cancellation), version);
        }
    }

    private static async Task<IResult> UploadAsync(string type, string name, HttpRequest request, SchemaRegistry schemas)
    {
        if (request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) != true)
            throw new BadHttpRequestException("expected a form, multipart/form-data, with the part 'file'", StatusCodes.Status415UnsupportedMediaType);

        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        if (form.Keys.FirstOrDefault(static key => key != "version") is { } unknown)
            throw new ApiException(ErrorCode.Undefined, $"Invalid body: the form has a part '{unknown}'; expected 'file' and 'version'");
        if (form.Files is not [{ Name: "file" } file])
            throw new ApiException(ErrorCode.Undefined, "Invalid body: the form has no single part 'file'");

        var isNew = schemas.Find(type, Names.Check(name)) is null;
        await using var content = file.OpenReadStream();
        if (Path.GetExtension(file.FileName).Equals(".zip", StringComparison.OrdinalIgnoreCase))
        {
            schemas.PutArchive(type, name, content, form["version"].ToString());
        }
        else
        {
            using var reader = new StreamReader(content);
            schemas.Put(type, name, await reader.ReadToEndAsync(request.HttpContext.RequestAborted), form["version"].ToString());
        }

        if (isNew)
            request.HttpContext.Response.Headers.Location = $"/schemas/{type}/{name}";
        return Reply.Value(new JsonObject { ["type"] = type, ["name"] = name }, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
