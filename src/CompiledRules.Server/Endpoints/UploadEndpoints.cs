using System.Text;
using CompiledRules.Server.Definitions;
using CompiledRules.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary><c>/config/uploads</c>.</summary>
internal static class UploadEndpoints
{
    public static void MapUploads(this IEndpointRouteBuilder routes, UploadFolder uploads)
    {
        routes.MapGet("/config/uploads", () => Reply.Value(Reply.Array(uploads.All)));
        routes.MapPost("/config/uploads", async (HttpRequest request) => Reply.Created(await TakeAsync(request, uploads)));
        routes.MapDelete("/config/uploads/{name}", (string name) =>
        {
            uploads.Delete(name);
            return Reply.Text("ok");
        });
    }

    private static async Task<string> TakeAsync(HttpRequest request, UploadFolder uploads)
    {
        var cancellation = request.HttpContext.RequestAborted;
        if (request.HasFormContentType)
        {
            var file = (await request.ReadFormAsync(cancellation)).Files["uploadFile"] ?? throw new ApiException(ErrorCode.Undefined, "Invalid body: the form has no file 'uploadFile'");
            await using var stream = file.OpenReadStream();
            return await uploads.WriteAsync(file.FileName, stream, cancellation);
        }

        var body = await RequestBody.ReadObjectAsync(request);
        await using var content = body.TextOrNull("content") is { } text
            ? new MemoryStream(Encoding.UTF8.GetBytes(text))
            : (Stream)File.OpenRead(uploads.Locate(body.RequireText("file")));
        return await uploads.WriteAsync(body.RequireText("name"), content, cancellation);
    }
}
