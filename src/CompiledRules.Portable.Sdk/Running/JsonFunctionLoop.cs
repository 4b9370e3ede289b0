using System.Buffers;
using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Sdk.Running;

/// <summary>Serves a function over the old wire: one JSON call after the other.</summary>
internal static class JsonFunctionLoop
{
    public static async Task ServeAsync(ControlLoop control, PluginFunction function, CancellationToken cancellation)
    {
        using var channel = new Requester(await control.DialAsync($"func_{function.Name}", SpProtocol.Request, cancellation).ConfigureAwait(false));
        await channel.SendAsync("handshake"u8.ToArray(), cancellation).ConfigureAwait(false);
        while (await channel.ReceiveAsync(cancellation).ConfigureAwait(false) is { } message)
            await channel.SendAsync(Answer(function, message.Span), cancellation).ConfigureAwait(false);
    }

    private static ReadOnlyMemory<byte> Answer(PluginFunction function, ReadOnlySpan<byte> message)
    {
        try
        {
            var call = SqlJson.Parse(message, wholeNumbersAsIntegers: true).AsObject();
            var arguments = call["arg"] is { Kind: SqlKind.Array } array ? array.AsArray() : SqlArray.Empty;
            var verb = call["func"].AsString();
            var text = verb == "Validate" ? function.Validate(arguments.Count) : "";
            return verb switch
            {
                "Validate" => Reply(text.Length == 0, text),
                "IsAggregate" => Reply(true, function.IsAggregate),
                // The last argument tells who calls.
                "Exec" => Reply(true, function.Call(arguments.AsSpan()[..^1], NoState.Instance)),
                _ => Reply(false, $"invalid func {verb}"),
            };
        }
        catch (Exception error)
        {
            return Reply(false, error.Message);
        }
    }

    private static ReadOnlyMemory<byte> Reply(bool state, SqlValue result)
    {
        var output = new ArrayBufferWriter<byte>(64);
        output.Write(state ? "{\"state\":true,\"result\":"u8 : "{\"state\":false,\"result\":"u8);
        new SqlJsonWriter(output).Write(result);
        output.Write("}"u8);
        return output.WrittenMemory;
    }

    private sealed class NoState : PluginFunctionContext
    {
        public static NoState Instance { get; } = new();

        public override SqlValue GetState(string key) => throw Refusal();

        public override void PutState(string key, SqlValue value) => throw Refusal();

        public override void DeleteState(string key) => throw Refusal();

        private static NotSupportedException Refusal() => new("this host keeps no state");
    }
}
