using CompiledRules.External.Calls;
using CompiledRules.External.Connections;
using CompiledRules.External.Definitions;
using CompiledRules.External.Schemas;
using Grpc.Core;
using Grpc.Net.Client;

namespace CompiledRules.External.Grpc;

/// <summary>The HTTP/2 connections to a gRPC service. They are made when needed and again when lost.</summary>
internal sealed class GrpcEndpoint : IEndpoint
{
    private readonly GrpcChannel _channel;
    private readonly HttpMessageInvoker? _tokenHttp;
    private readonly TokenSource? _tokens;

    public GrpcEndpoint(InterfaceDefinition definition, ExternalServicesOptions options)
    {
        Definition = definition;
        Time = options.Time;
        var connection = definition.Connection;
        _channel = GrpcChannel.ForAddress(AddressOf(definition), new GrpcChannelOptions
        {
            HttpHandler = HttpConnections.Create(connection, isGuarded: false),
            DisposeHttpClient = true,
            // While a service is down its calls fail at once; it must not stay so for long after it is back.
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
            MaxReconnectBackoff = TimeSpan.FromSeconds(5),
            // Messages are bounded by the service that was chosen, not by a constant here.
            MaxReceiveMessageSize = null,
        });
        Invoker = _channel.CreateCallInvoker();
        Headers = new HeaderTemplates(connection.Headers);
        if (connection.OAuth is { } oauth)
        {
            _tokenHttp = new HttpMessageInvoker(HttpConnections.Create(connection, isGuarded: false));
            _tokens = new TokenSource(oauth, _tokenHttp, options.Time);
        }
    }

    public InterfaceDefinition Definition { get; }

    public TimeProvider Time { get; }

    public CallInvoker Invoker { get; }

    public HeaderTemplates Headers { get; }

    public TokenSource? Tokens => _tokens;

    public IMethodCall Bind(FunctionDefinition function) => function.Method! switch
    {
        { IsClientStreaming: true } method => new GrpcBatchCall(this, method, function.Options),
        var method => new GrpcCall(this, method, function.Options),
    };

    /// <summary>The gRPC method with its messages as bytes on the way out and as values on the way in.</summary>
    public static Method<byte[], GrpcReply> MethodOf(MethodSchema schema)
    {
        var type = (schema.IsClientStreaming, schema.IsServerStreaming) switch
        {
            (true, true) => MethodType.DuplexStreaming,
            (false, true) => MethodType.ServerStreaming,
            _ => MethodType.Unary,
        };
        var requests = Marshallers.Create<byte[]>(static (bytes, context) => context.Complete(bytes), static context => context.PayloadAsNewBuffer());
        var replies = Marshallers.Create<GrpcReply>(
            static (_, _) => throw new InvalidOperationException("A reply is not sent"),
            context => GrpcReply.Read(schema.Output, context));
        return new Method<byte[], GrpcReply>(type, schema.Service, schema.Name, requests, replies);
    }

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        _tokens?.Dispose();
        _tokenHttp?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Uri AddressOf(InterfaceDefinition definition)
    {
        var isSecure = definition.Address.Scheme is "https" or "grpcs" || (definition.Address.Scheme is "tcp" && definition.Connection.UsesTls);
        return new UriBuilder(isSecure ? "https" : "http", definition.Address.Host, definition.Address.Port).Uri;
    }
}
