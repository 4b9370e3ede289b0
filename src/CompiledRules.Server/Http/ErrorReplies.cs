using System.Text.Json;
using System.Text.Json.Nodes;
using CompiledRules.Compiler;
using CompiledRules.External.Definitions;
using CompiledRules.Native;
using CompiledRules.Portable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace CompiledRules.Server.Http;

/// <summary>Turns exceptions of endpoints into the error bodies of the API: text with <c>{"error": code, "message": "prefix: detail"}</c>.</summary>
internal static class ErrorReplies
{
    public static void UseErrorReplies(this IApplicationBuilder app, Action<string> log) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
#pragma warning disable CA1031 // A request's failure is its caller's to hear, and nobody else's.
        catch (Exception error) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            if (context.RequestAborted.IsCancellationRequested)
                return;

            var (code, status) = Classify(error);
            if (status == StatusCodes.Status500InternalServerError)
                log($"{context.Request.Method} {context.Request.Path}: {error}");
            await WriteAsync(context, code, status, error.Message);
        }
    });

    /// <summary>The code and the HTTP status of an error.</summary>
    public static (ErrorCode Code, int Status) Classify(Exception error) => error switch
    {
        ApiException { Code: ErrorCode.NotFound } => (ErrorCode.NotFound, StatusCodes.Status404NotFound),
        ApiException api => (api.Code, StatusCodes.Status400BadRequest),
        RuleCompilationException rule => (CodeOf(rule), StatusCodes.Status400BadRequest),
        BadHttpRequestException request => (ErrorCode.Undefined, request.StatusCode),
        OptionException or SqlException or JsonException => (ErrorCode.Undefined, StatusCodes.Status400BadRequest),
        PluginException or PortableException or ServiceDefinitionException => (ErrorCode.Undefined, StatusCodes.Status400BadRequest),
        AggregateException { InnerException: { } inner } => Classify(inner),
        IOException or UnauthorizedAccessException => (ErrorCode.Io, StatusCodes.Status400BadRequest),
        SqliteException => (ErrorCode.Io, StatusCodes.Status500InternalServerError),
        _ => (ErrorCode.Undefined, StatusCodes.Status500InternalServerError),
    };

    private static ErrorCode CodeOf(RuleCompilationException error) =>
        error.Diagnostics.Any(static diagnostic => diagnostic.IsError && diagnostic.Id.StartsWith("CR1", StringComparison.Ordinal))
            ? ErrorCode.SqlParse
            : ErrorCode.Planning;

    private static Task WriteAsync(HttpContext context, ErrorCode code, int status, string message)
    {
        var prefix = context.GetEndpoint()?.Metadata.GetMetadata<ErrorPrefix>();
        message = Secrets.HideInText(message);
        var body = new JsonObject { ["error"] = (int)code, ["message"] = prefix is null ? message : $"{prefix.Text}: {message}" };
        context.Response.StatusCode = status;
        context.Response.ContentType = prefix is { IsJson: true } ? "application/json" : "text/plain; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString(Reply.Json), context.RequestAborted);
    }
}
