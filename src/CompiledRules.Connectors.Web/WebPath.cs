using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace CompiledRules.Connectors.Web;

/// <summary>All that stands under one path: sources that take requests or messages of sockets, and sinks that have an audience there.</summary>
internal sealed class WebPath
{
    private ImmutableArray<PushTarget> _pushes = [];
    private ImmutableArray<Action<byte[]>> _sockets = [];
    private int _socketSinks;
    private int _eventSinks;

    /// <summary>Who hears what sinks send over sockets.</summary>
    public Audience Sockets { get; } = new();

    /// <summary>Who hears server-sent events.</summary>
    public Audience Events { get; } = new();

    public bool IsEmpty => _pushes.IsEmpty && !HasSockets && !HasEvents;

    private bool HasSockets => !_sockets.IsEmpty || Volatile.Read(ref _socketSinks) > 0;

    private bool HasEvents => Volatile.Read(ref _eventSinks) > 0;

    /// <param name="take">Given the body of each request, on its thread.</param>
    public IDisposable AddPush(string method, Action<byte[]> take)
    {
        var target = new PushTarget(method, take);
        ImmutableInterlocked.Update(ref _pushes, static (targets, added) => targets.Add(added), target);
        return new Release(() => ImmutableInterlocked.Update(ref _pushes, static (targets, removed) => targets.Remove(removed), target));
    }

    /// <param name="take">Given each message of any client, on its thread.</param>
    public IDisposable AddSocketSource(Action<byte[]> take)
    {
        ImmutableInterlocked.Update(ref _sockets, static (targets, added) => targets.Add(added), take);
        return new Release(() =>
        {
            ImmutableInterlocked.Update(ref _sockets, static (targets, removed) => targets.Remove(removed), take);
            if (!HasSockets)
                Sockets.Dismiss();
        });
    }

    public IDisposable AddSocketSink()
    {
        Interlocked.Increment(ref _socketSinks);
        return new Release(() =>
        {
            Interlocked.Decrement(ref _socketSinks);
            if (!HasSockets)
                Sockets.Dismiss();
        });
    }

    public IDisposable AddEventSink()
    {
        Interlocked.Increment(ref _eventSinks);
        return new Release(() =>
        {
            if (Interlocked.Decrement(ref _eventSinks) == 0)
                Events.Dismiss();
        });
    }

    public async Task AnswerAsync(HttpContext context, long maxMessageBytes)
    {
        if (context.WebSockets.IsWebSocketRequest && HasSockets)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
            await new SocketClient(socket, Sockets, Hear, maxMessageBytes).RunAsync(context.RequestAborted).ConfigureAwait(false);
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method) && HasEvents)
        {
            await EventClient.RunAsync(context, Events).ConfigureAwait(false);
            return;
        }

        var targets = _pushes.Where(target => HttpMethods.Equals(target.Method, context.Request.Method)).ToList();
        if (targets.Count > 0)
        {
            await TakeAsync(context, targets).ConfigureAwait(false);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = string.Join(", ", _pushes.Select(static target => target.Method).Concat(HasSockets || HasEvents ? ["GET"] : []).Distinct());
    }

    private static async Task TakeAsync(HttpContext context, List<PushTarget> targets)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        var message = body.ToArray();
        foreach (var target in targets)
            target.Take(message);
        await context.Response.WriteAsync("ok", context.RequestAborted).ConfigureAwait(false);
    }

    private void Hear(byte[] message)
    {
        foreach (var take in _sockets)
            take(message);
    }

    private sealed record PushTarget(string Method, Action<byte[]> Take);
}
