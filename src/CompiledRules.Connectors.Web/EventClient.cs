using Microsoft.AspNetCore.Http;

namespace CompiledRules.Connectors.Web;

/// <summary>One client of server-sent events.</summary>
internal static class EventClient
{
    /// <summary>Ends when the client has gone, or nothing stands under the path any more.</summary>
    public static async Task RunAsync(HttpContext context, Audience audience)
    {
        var messages = audience.Join();
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-cache";
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            await foreach (var message in messages.Reader.ReadAllAsync(context.RequestAborted).ConfigureAwait(false))
            {
                await context.Response.Body.WriteAsync(Event(message), context.RequestAborted).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // It has gone without a word.
        }
        finally
        {
            audience.Leave(messages);
        }
    }

    // Each line of the message has its mark, and an empty line ends the event.
    private static byte[] Event(ReadOnlySpan<byte> message)
    {
        var output = new MemoryStream(message.Length + 16);
        foreach (var line in message.Split((byte)'\n'))
        {
            output.Write("data: "u8);
            output.Write(message[line].TrimEnd((byte)'\r'));
            output.Write("\n"u8);
        }

        output.Write("\n"u8);
        return output.ToArray();
    }
}
