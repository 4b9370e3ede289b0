using System.Net.Sockets;
using CompiledRules.External.Calls;
using CompiledRules.External.Schemas;
using Grpc.Core;

namespace CompiledRules.External.Grpc;

/// <summary>What goes with a call besides its message: metadata, credentials, deadline; and what its failures mean.</summary>
internal sealed class GrpcCallContext
{
    private readonly GrpcEndpoint _endpoint;
    private readonly MethodSchema _schema;
    private readonly TimeSpan _timeout;
    private readonly Metadata? _constant;

    public GrpcCallContext(GrpcEndpoint endpoint, MethodSchema schema, Definitions.CallOptions options)
    {
        _endpoint = endpoint;
        _schema = schema;
        _timeout = options.Timeout;
        if (endpoint.Headers.IsConstant && endpoint.Tokens is null)
            _constant = MetadataOf(static _ => null);
    }

    public async ValueTask<CallOptions> OptionsAsync(object request, CancellationToken cancellation)
    {
        var metadata = _constant;
        if (metadata is null)
        {
            metadata = MetadataOf(path => GrpcRequest.FieldText(request, _schema.Input, path));
            if (_endpoint.Tokens is { } tokens)
                metadata.Add("authorization", "Bearer " + await tokens.GetAsync(cancellation).ConfigureAwait(false));
        }

        // The service learns the deadline too. The client's own clock is not ours, so under a virtual one only the pipeline keeps it.
        var deadline = _endpoint.Time == TimeProvider.System ? _endpoint.Time.GetUtcNow().UtcDateTime + _timeout : (DateTime?)null;
        return new CallOptions(metadata.Count == 0 ? null : metadata, deadline, cancellation);
    }

    /// <exception cref="OperationCanceledException">The call was given up by us.</exception>
    public Attempt Failure(Exception error, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (error is not RpcException rpc)
            return Attempt.Failed(FailureKind.Connection, $"invoke {_schema.Name}: {error.Message}", error);
        if (rpc.StatusCode == StatusCode.DeadlineExceeded)
            return Attempt.Failed(FailureKind.Timeout, $"invoke {_schema.Name} timeout", rpc);

        return Attempt.Failed(Kind(rpc), $"error invoking method {_schema.Name} in proto: {rpc.StatusCode}: {rpc.Status.Detail}", rpc);
    }

    private Metadata MetadataOf(Func<string, string?> field)
    {
        var metadata = new Metadata();
        foreach (var (name, value) in _endpoint.Headers.Render(field))
            metadata.Add(name.ToLowerInvariant(), value);
        if (_endpoint.Definition.Connection.BearerToken is { } token)
            metadata.Add("authorization", "Bearer " + token.Reveal());
        return metadata;
    }

    // A status that the client made up has the exception it made it from.
    private static FailureKind Kind(RpcException error) => error.StatusCode switch
    {
        _ when error.Status.DebugException is HttpRequestException or IOException or SocketException or OperationCanceledException => FailureKind.Connection,
        StatusCode.Unavailable when error.Status.DebugException is not null => FailureKind.Connection,
        StatusCode.Unavailable => FailureKind.Busy,
        StatusCode.ResourceExhausted => FailureKind.Busy,
        StatusCode.Unknown or StatusCode.Internal or StatusCode.DataLoss or StatusCode.Aborted or StatusCode.Cancelled => FailureKind.Server,
        _ => FailureKind.Refused,
    };
}
