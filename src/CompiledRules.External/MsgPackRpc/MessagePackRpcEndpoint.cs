using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using CompiledRules.External.Calls;
using CompiledRules.External.Connections;
using CompiledRules.External.Definitions;

namespace CompiledRules.External.MsgPackRpc;

/// <summary>One TCP connection for all calls, made when needed and again when lost.</summary>
internal sealed class MessagePackRpcEndpoint(InterfaceDefinition definition) : IEndpoint
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile MessagePackRpcConnection? _connection;

    public IMethodCall Bind(FunctionDefinition function) => new MessagePackRpcCall(this, function.Method!);

    /// <exception cref="IOException">There is no connection to be had.</exception>
    public ValueTask<MessagePackRpcConnection> ConnectAsync(CancellationToken cancellation) =>
        _connection is { IsClosed: false } known ? ValueTask.FromResult(known) : ReconnectAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
            await connection.DisposeAsync().ConfigureAwait(false);
        _turn.Dispose();
    }

    private async ValueTask<MessagePackRpcConnection> ReconnectAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_connection is not { IsClosed: false })
                _connection = new MessagePackRpcConnection(await OpenAsync(cancellation).ConfigureAwait(false));
            return _connection;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<Stream> OpenAsync(CancellationToken cancellation)
    {
        var address = definition.Address;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellation).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (!definition.Connection.UsesTls)
                return stream;

            var secure = new SslStream(stream);
            var options = TlsOptions.Create(definition.Connection);
            options.TargetHost = address.Host;
            await secure.AuthenticateAsClientAsync(options, cancellation).ConfigureAwait(false);
            return secure;
        }
        catch (Exception error) when (error is SocketException or AuthenticationException or IOException)
        {
            socket.Dispose();
            throw new IOException($"connect to {address.Host}:{address.Port}: {error.Message}", error);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
    }
}
