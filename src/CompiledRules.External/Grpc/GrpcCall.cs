using System.Runtime.CompilerServices;
using CompiledRules.External.Calls;
using CompiledRules.External.Messages;
using CompiledRules.External.Schemas;
using Grpc.Core;

namespace CompiledRules.External.Grpc;

/// <summary>A unary rpc, or one that answers with a stream, whose replies become an array.</summary>
internal sealed class GrpcCall(GrpcEndpoint endpoint, MethodSchema schema, Definitions.CallOptions options) : IMethodCall
{
    private readonly Method<byte[], GrpcReply> _method = GrpcEndpoint.MethodOf(schema);
    private readonly GrpcCallContext _context = new(endpoint, schema, options);

    public object Prepare(SqlArray arguments) => GrpcRequest.Prepare(schema.Input, arguments, !endpoint.Headers.IsConstant);

    public string Describe(object request) => GrpcRequest.Describe(request, schema);

    public string? Check(ReadOnlySpan<SqlKind?> arguments) => ArgumentMapping.Check(arguments, schema.Input);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Attempt> SendAsync(object request, CancellationToken cancellation)
    {
        try
        {
            var call = await _context.OptionsAsync(request, cancellation).ConfigureAwait(false);
            var message = GrpcRequest.MessageOf(request);
            if (schema.IsServerStreaming)
                return await CollectAsync(message, call, cancellation).ConfigureAwait(false);

            using var reply = endpoint.Invoker.AsyncUnaryCall(_method, null, call, message);
            return Result(await reply.ResponseAsync.ConfigureAwait(false));
        }
        catch (Exception error) when (error is RpcException or HttpRequestException)
        {
            return _context.Failure(error, cancellation);
        }
    }

    private async ValueTask<Attempt> CollectAsync(byte[] message, global::Grpc.Core.CallOptions call, CancellationToken cancellation)
    {
        var items = new List<SqlValue>();
        using var replies = endpoint.Invoker.AsyncServerStreamingCall(_method, null, call, message);
        while (await replies.ResponseStream.MoveNext(cancellation).ConfigureAwait(false))
        {
            var item = Result(replies.ResponseStream.Current);
            if (item.Failure is not null)
                return item;
            items.Add(item.Value);
        }

        return Attempt.Of(new SqlArray([.. items]));
    }

    private static Attempt Result(GrpcReply reply) =>
        reply.Error is { } error ? new Attempt(default, new CallFailure(FailureKind.Reply, error)) : Attempt.Of(reply.Value);
}
