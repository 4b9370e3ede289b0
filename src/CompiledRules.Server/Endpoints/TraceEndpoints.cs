using System.Globalization;
using CompiledRules.Hosting;
using CompiledRules.Server.Access;
using CompiledRules.Server.Http;
using CompiledRules.Server.Observation;
using CompiledRules.Server.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary>Rows followed through rules: <c>/rules/{id}/trace</c>, <c>/trace</c> and <c>/tracer</c>.</summary>
internal static class TraceEndpoints
{
    private const int DefaultLimit = 10;

    public static void MapTraces(this IEndpointRouteBuilder routes, RuleRegistry rules, TraceStore traces, OtlpExport export)
    {
        routes.MapPost("/rules/{id}/trace/start", async (string id, HttpRequest request) =>
        {
            var rule = rules.Get(id);
            rule.Trace = StrategyOf((await RequestBody.ReadObjectAsync(request)).TextOrNull("strategy") ?? "always");
            return Results.Ok();
        }).WithMetadata(new ErrorPrefix("trace error")).WithSummary("Follow the rows of a rule: always, or with strategy head those that come with a trace");
        routes.MapPost("/rules/{id}/trace/stop", (string id) =>
        {
            rules.Get(id).Trace = TraceStrategy.None;
            return Results.Ok();
        }).WithMetadata(new ErrorPrefix("trace error"), NoBody.Instance).WithSummary("Follow the rows of a rule no longer");
        routes.MapGet("/trace/{id}", (string id) => Reply.Value(traces.Get(id))).WithMetadata(new ErrorPrefix("trace error")).WithSummary("The way of a row");
        routes.MapGet("/trace/rule/{id}", (string id, HttpRequest request) =>
        {
            _ = rules.Get(id);
            var given = request.Query["limit"].ToString();
            var limit = given.Length == 0 ? DefaultLimit
                : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                : throw new ApiException(ErrorCode.Undefined, $"'limit' is {given}, expected a whole number");
            return Reply.Value(Reply.Array(traces.Of(id, limit)));
        }).WithMetadata(new ErrorPrefix("trace error")).WithSummary("Ids of the last traces of a rule, the newest first");
        routes.MapPost("/tracer", async (HttpRequest request) =>
        {
            var body = await RequestBody.ReadObjectAsync(request);
            switch (body.RequireText("action"))
            {
                case "start":
                    export.Start(body.RequireText("collector_url"), body.TextOrNull("service_name") ?? "compiledrules");
                    break;
                case "stop":
                    export.Stop();
                    break;
                case var other:
                    throw new ApiException(ErrorCode.Undefined, $"Invalid body: 'action' is {other}, expected start or stop");
            }

            return Reply.Text("success");
        }).WithMetadata(RequiredScope.Admin).WithSummary("Send traces and figures to a collector, or stop that");
    }

    private static TraceStrategy StrategyOf(string strategy) => strategy switch
    {
        "always" => TraceStrategy.Always,
        "head" => TraceStrategy.Head,
        _ => throw new ApiException(ErrorCode.Undefined, $"Invalid body: 'strategy' is {strategy}, expected always or head"),
    };
}
