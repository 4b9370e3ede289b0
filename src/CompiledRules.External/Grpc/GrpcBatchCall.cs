using CompiledRules.External.Calls;
using CompiledRules.External.Messages;
using CompiledRules.External.Schemas;
using Grpc.Core;

namespace CompiledRules.External.Grpc;

/// <summary>An rpc that streams both ways: many rows in one exchange, answered one by one in their order.</summary>
internal sealed class GrpcBatchCall(GrpcEndpoint endpoint, MethodSchema schema, Definitions.CallOptions options) : IBatchCall
{
    private readonly Method<byte[], GrpcReply> _method = GrpcEndpoint.MethodOf(schema);
    private readonly GrpcCallContext _context = new(endpoint, schema, options);

    public object Prepare(SqlArray arguments) => GrpcRequest.Prepare(schema.Input, arguments, !endpoint.Headers.IsConstant);

    public string Describe(object request) => GrpcRequest.Describe(request, schema);

    public string? Check(ReadOnlySpan<SqlKind?> arguments) => ArgumentMapping.Check(arguments, schema.Input);

    public async ValueTask<Attempt> SendAsync(object request, CancellationToken cancellation)
    {
        var attempt = await SendAsync([request], cancellation).ConfigureAwait(false);
        return attempt.Failure is null ? Attempt.Of(attempt.Value.AsArray()[0]) : attempt;
    }

    public async ValueTask<Attempt> SendAsync(IReadOnlyList<object> requests, CancellationToken cancellation)
    {
        try
        {
            var call = await _context.OptionsAsync(requests[0], cancellation).ConfigureAwait(false);
            using var exchange = endpoint.Invoker.AsyncDuplexStreamingCall(_method, null, call);
            var writing = WriteAsync(exchange.RequestStream, requests, cancellation);
            var replies = new SqlValue[requests.Count];
            for (var i = 0; i < replies.Length; i++)
            {
                if (!await exchange.ResponseStream.MoveNext(cancellation).ConfigureAwait(false))
                    return Attempt.Failed(FailureKind.Reply, $"{schema.Name} answered {i} of {replies.Length} requests: a batch wants one reply per request");
                if (exchange.ResponseStream.Current.Error is { } error)
                    return new Attempt(default, new CallFailure(FailureKind.Reply, error));
                replies[i] = exchange.ResponseStream.Current.Value;
            }

            await writing.ConfigureAwait(false);
            return Attempt.Of(new SqlArray(replies));
        }
        catch (Exception error) when (error is RpcException or HttpRequestException)
        {
            return _context.Failure(error, cancellation);
        }
    }

    private static async Task WriteAsync(IClientStreamWriter<byte[]> stream, IReadOnlyList<object> requests, CancellationToken cancellation)
    {
        try
        {
            foreach (var request in requests)
                await stream.WriteAsync(GrpcRequest.MessageOf(request), cancellation).ConfigureAwait(false);
            await stream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException or OperationCanceledException)
        {
            // The exchange is over; why is read from the side of the replies.
        }
    }
}
