using CompiledRules.External.Definitions;
using CompiledRules.External.Grpc;
using CompiledRules.External.MsgPackRpc;
using CompiledRules.External.Rest;

namespace CompiledRules.External.Calls;

/// <summary>A service with its connections, which belong to it alone.</summary>
internal sealed class LiveService : IAsyncDisposable
{
    private readonly List<IEndpoint> _endpoints = [];
    private readonly Dictionary<string, (InterfaceDefinition Owner, FunctionCall Call)> _calls = new(StringComparer.Ordinal);

    public LiveService(ServiceDefinition definition, ExternalServicesOptions options)
    {
        Definition = definition;
        foreach (var owner in definition.Interfaces)
        {
            var endpoint = Connect(owner, options);
            _endpoints.Add(endpoint);
            foreach (var function in owner.Functions)
                _calls[function.Name] = (owner, new FunctionCall(owner, function, endpoint.Bind(function), options));
        }
    }

    public ServiceDefinition Definition { get; }

    public IEnumerable<(InterfaceDefinition Owner, FunctionCall Call)> Calls => _calls.Values;

    public bool Has(string function) => _calls.ContainsKey(function);

    /// <summary>Lets calls under way end, then closes the connections.</summary>
    public void Retire() => _ = RetireAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, call) in _calls.Values)
            call.Dispose();
        foreach (var endpoint in _endpoints)
            await endpoint.DisposeAsync().ConfigureAwait(false);
    }

    private async Task RetireAsync()
    {
        await Task.WhenAll(_calls.Values.Select(static entry => entry.Call.WhenIdleAsync())).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    private static IEndpoint Connect(InterfaceDefinition owner, ExternalServicesOptions options) => owner.Protocol switch
    {
        ServiceProtocol.Grpc => new GrpcEndpoint(owner, options),
        ServiceProtocol.MessagePackRpc => new MessagePackRpcEndpoint(owner),
        ServiceProtocol.Rest => new RestEndpoint(owner, options),
        _ => throw new InvalidOperationException($"No endpoint for {owner.Protocol}"),
    };
}
