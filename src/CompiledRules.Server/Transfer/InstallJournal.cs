using CompiledRules.Server.Http;
using CompiledRules.Server.Store;
using Microsoft.AspNetCore.Http;

namespace CompiledRules.Server.Transfer;

/// <summary>Keeps the requests that have installed plugins and services, so that an export can repeat them.</summary>
internal sealed class InstallJournal(ServerStore store)
{
    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (Find(context.Request) is not { } entry)
        {
            await next(context);
            return;
        }

        context.Request.EnableBuffering();
        var body = await RequestBody.ReadTextAsync(context.Request);
        context.Request.Body.Position = 0;
        await next(context);
        if (context.Response.StatusCode is < 200 or >= 300)
            return;

        if (HttpMethods.IsDelete(context.Request.Method))
            store.Remove(entry.Section, entry.Prefix + entry.Name);
        else
            store.Put(entry.Section, entry.Prefix + (entry.Name ?? RequestBody.ParseObject(body, "body").RequireText("name")), body);
    }

    private static (string Section, string Prefix, string? Name)? Find(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method) && !HttpMethods.IsPut(request.Method) && !HttpMethods.IsDelete(request.Method))
            return null;

        return request.Path.Value?.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["plugins", "portables"] => (Sections.PortablePlugins, "", null),
            ["plugins", "portables", var name] => (Sections.PortablePlugins, "", name),
            ["plugins", ("sources" or "sinks" or "functions") and var types] => (Sections.NativePlugins, $"{types}_", null),
            ["plugins", ("sources" or "sinks" or "functions") and var types, var name] => (Sections.NativePlugins, $"{types}_", name),
            ["services"] => (Sections.Services, "", null),
            ["services", var name] => (Sections.Services, "", name),
            _ => null,
        };
    }
}
