using System.Buffers;
using System.Runtime.CompilerServices;
using CompiledRules.External.Calls;
using CompiledRules.External.Messages;
using CompiledRules.External.Schemas;
using MessagePack;

namespace CompiledRules.External.MsgPackRpc;

/// <summary>A method of a msgpack-rpc service: its fields are the parameters, in order.</summary>
internal sealed class MessagePackRpcCall(MessagePackRpcEndpoint endpoint, MethodSchema schema) : IMethodCall
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_scratch;

    /// <summary>The method and the parameters: what follows the message's number.</summary>
    public object Prepare(SqlArray arguments)
    {
        var values = ArgumentMapping.Map(arguments, schema.Input);
        var scratch = s_scratch ??= new ArrayBufferWriter<byte>();
        scratch.ResetWrittenCount();
        var writer = new MessagePackWriter(scratch);
        writer.Write(schema.Name);
        writer.WriteArrayHeader(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (schema.Input.TakesWholeValue)
                MessagePackCodec.WriteWhole(ref writer, schema.Input, values[i]);
            else
                MessagePackCodec.WriteField(ref writer, schema.Input.Fields[i], values[i]);
        }

        writer.Flush();
        return scratch.WrittenSpan.ToArray();
    }

    public string Describe(object request) => $"{schema.Name} {ParametersOf((byte[])request)}";

    public string? Check(ReadOnlySpan<SqlKind?> arguments) => ArgumentMapping.Check(arguments, schema.Input);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Attempt> SendAsync(object request, CancellationToken cancellation)
    {
        MessagePackRpcConnection connection;
        try
        {
            connection = await endpoint.ConnectAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            return Attempt.Failed(FailureKind.Connection, error.Message, error);
        }

        return await connection.CallAsync((byte[])request, schema, cancellation).ConfigureAwait(false);
    }

    private static string ParametersOf(byte[] request)
    {
        var reader = new MessagePackReader(request);
        reader.Skip();
        return MessagePackSerializer.ConvertToJson(request.AsMemory((int)reader.Consumed));
    }
}
