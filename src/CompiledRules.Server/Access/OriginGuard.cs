using System.Net;
using Microsoft.AspNetCore.Http;

namespace CompiledRules.Server.Access;

/// <summary>Tells browsers which pages may call the API. Without authentication only pages of this machine may, and only by its own names, so that no page of elsewhere reaches a server on loopback.</summary>
internal sealed class OriginGuard(bool isAuthenticated)
{
    private const string Methods = "POST, GET, PUT, PATCH, DELETE, HEAD";
    private const string Headers = "Accept, Accept-Language, Content-Type, Content-Language, Origin, Authorization, X-Api-Key";

    public Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (!isAuthenticated && (!IsLocal(context.Request.Host.Host) || origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsLocal(page.Host))))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync("without authentication the server is for callers of this machine only", context.RequestAborted);
        }

        if (origin.Length > 0)
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.Vary = "Origin";
            context.Response.Headers.AccessControlAllowMethods = Methods;
            context.Response.Headers.AccessControlAllowHeaders = Headers;
        }

        if (!HttpMethods.IsOptions(context.Request.Method))
            return next(context);

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);
}
