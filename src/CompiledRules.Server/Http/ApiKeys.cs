using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CompiledRules.Server.Http;

/// <summary>Lets only those in who know the key. <c>/</c> and <c>/ping</c> are open.</summary>
internal static class ApiKeys
{
    public static void UseApiKey(this IApplicationBuilder app, string key)
    {
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        app.Use(async (context, next) =>
        {
            if (context.Request.Path.Value is "/" or "/ping" || IsKnown(context.Request, expected))
            {
                await next(context);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync("an API key is required, as X-Api-Key or as Authorization: Bearer", context.RequestAborted);
        });
    }

    private static bool IsKnown(HttpRequest request, byte[] expected)
    {
        var given = request.Headers["X-Api-Key"].ToString();
        var authorization = request.Headers.Authorization.ToString();
        if (given.Length == 0)
            given = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization[7..] : authorization;
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), expected);
    }
}
