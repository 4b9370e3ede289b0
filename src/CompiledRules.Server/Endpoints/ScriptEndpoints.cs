using CompiledRules.Server.Access;
using CompiledRules.Server.Http;
using CompiledRules.Server.Scripts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary><c>/udf/javascript</c>.</summary>
internal static class ScriptEndpoints
{
    public static void MapScripts(this IEndpointRouteBuilder routes, ScriptRegistry scripts)
    {
        routes.MapGet("/udf/javascript", () => Reply.Value(Reply.Array(scripts.Names))).WithSummary("Functions in JavaScript");
        routes.MapPost("/udf/javascript", async (HttpRequest request) =>
        {
            var json = await RequestBody.ReadTextAsync(request);
            var id = RequestBody.ParseObject(json, "body").RequireText("id");
            if (scripts.Find(id) is not null)
                throw new ApiException(ErrorCode.Undefined, $"javascript function {id} already exists");
            scripts.Put(id, json);
            return Reply.Created($"javascript function {id} is created");
        }).WithMetadata(RequiredScope.Admin, new ErrorPrefix("create javascript function error")).WithSummary("Create a function in JavaScript");
        routes.MapGet("/udf/javascript/{id}", (string id) => Reply.Raw(scripts.Find(id) ?? throw ApiException.NotFound($"javascript function {id} is not found")))
            .WithMetadata(new ErrorPrefix("describe javascript function error")).WithSummary("A function in JavaScript");
        routes.MapPut("/udf/javascript/{id}", async (string id, HttpRequest request) =>
        {
            scripts.Put(id, await RequestBody.ReadTextAsync(request));
            return Reply.Text($"javascript function {id} is updated");
        }).WithMetadata(RequiredScope.Admin, new ErrorPrefix("update javascript function error")).WithSummary("Create or replace a function in JavaScript");
        routes.MapDelete("/udf/javascript/{id}", (string id) =>
        {
            scripts.Remove(id);
            return Reply.Text($"javascript function {id} is deleted");
        }).WithMetadata(RequiredScope.Admin, new ErrorPrefix("delete javascript function error")).WithSummary("Delete a function in JavaScript");
    }
}
