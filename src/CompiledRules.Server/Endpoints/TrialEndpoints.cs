using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using CompiledRules.Server.Access;
using CompiledRules.Server.Http;
using CompiledRules.Server.Trials;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CompiledRules.Server.Endpoints;

/// <summary><c>/ruletest</c>: statements tried over given rows; the results come as server-sent events, or over a WebSocket, at <c>/test/{id}</c>.</summary>
internal static class TrialEndpoints
{
    public static void MapTrials(this IEndpointRouteBuilder routes, TrialRegistry trials, Func<Uri> address)
    {
        routes.MapPost("/ruletest", async (HttpRequest request) =>
        {
            var trial = await trials.CreateAsync(await RequestBody.ReadObjectAsync(request));
            return Reply.Value(new JsonObject { ["id"] = trial.Id, ["port"] = address().Port });
        }).WithMetadata(new ErrorPrefix("test rule error")).WithSummary("Prepare a trial of a statement");
        routes.MapPost("/ruletest/{id}/start", (string id) =>
        {
            trials.Get(id).Start();
            return Reply.Text($"Test rule {id} was started");
        }).WithMetadata(new ErrorPrefix("start test rule error"), NoBody.Instance).WithSummary("Start a trial");
        routes.MapDelete("/ruletest/{id}", async (string id) =>
        {
            await trials.DeleteAsync(id);
            return Reply.Text($"Test rule {id} was stopped.");
        }).WithMetadata(new ErrorPrefix("stop test rule error")).WithSummary("End a trial");
        routes.MapGet("/test/{id}", (string id, HttpContext context) => SendAsync(trials.Get(id).Feed, context))
            .WithMetadata(new ErrorPrefix("test rule error"), RequiredScope.Read).WithSummary("The results of a trial, as server-sent events or over a WebSocket");
    }

    private static async Task SendAsync(TrialFeed feed, HttpContext context)
    {
        try
        {
            if (context.WebSockets.IsWebSocketRequest)
                await SendOverWebSocketAsync(feed, context);
            else
                await SendEventsAsync(feed, context);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // The listener has gone.
        }
    }

    private static async Task SendEventsAsync(TrialFeed feed, HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        await context.Response.StartAsync(context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await foreach (var message in feed.ReadAsync(context.RequestAborted))
        {
            foreach (var line in message.Split('\n'))
                await context.Response.WriteAsync($"data: {line}\n", context.RequestAborted);
            await context.Response.WriteAsync("\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static async Task SendOverWebSocketAsync(TrialFeed feed, HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var listening = ListenAsync(socket, gone);
        await foreach (var message in feed.ReadAsync(gone.Token))
            await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, gone.Token);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, gone.Token);
        await listening;
    }

    // Nothing is expected of the other side but its end.
    private static async Task ListenAsync(WebSocket socket, CancellationTokenSource gone)
    {
        var buffer = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(buffer, gone.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // So it has ended without a word.
        }

        await gone.CancelAsync();
    }
}
