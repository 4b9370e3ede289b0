using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CompiledRules.External.Calls;
using CompiledRules.External.Definitions;

namespace CompiledRules.External;

/// <summary>A function of an external service. Rules keep it while its service is replaced: calls go to what is registered under its name at that time.</summary>
public sealed class ExternalFunction : IRemoteFunction
{
    private volatile FunctionCall? _call;

    internal ExternalFunction(string service, InterfaceDefinition owner, FunctionCall call)
    {
        Name = call.Definition.Name;
        Assign(service, owner, call);
    }

    public string Name { get; }

    public string Service { get; private set; } = "";

    public string Interface { get; private set; } = "";

    public Uri Address { get; private set; }

    /// <summary>The rpc that is called; for a schemaless interface its own name.</summary>
    public string MethodName { get; private set; } = "";

    public ImmutableArray<RemoteParameter> Parameters { get; private set; } = [];

    public RemoteType Result { get; private set; } = RemoteType.Any;

    public bool IsDeterministic { get; private set; }

    public int LargestBatch => _call?.LargestBatch ?? 1;

    public string? Check(ReadOnlySpan<SqlKind?> arguments) => _call is { } call ? call.Check(arguments) : Removed().Message;

    /// <summary>What a call would send, for people: where it goes and what it says, without headers.</summary>
    /// <exception cref="SqlException">The arguments do not fit, or the function was removed.</exception>
    public string Describe(SqlArray arguments) => _call is { } call ? call.Describe(arguments) : throw Removed();

    public ValueTask<RemoteResult> InvokeAsync(SqlArray arguments, CancellationToken cancellation) =>
        Enter() is { } call ? call.InvokeAsync(arguments, cancellation) : ValueTask.FromResult(RemoteResult.Failed(Removed()));

    public ValueTask InvokeAsync(ReadOnlyMemory<SqlArray> rows, Memory<RemoteResult> results, CancellationToken cancellation)
    {
        if (Enter() is { } call)
            return call.InvokeAsync(rows, results, cancellation);

        results.Span[..rows.Length].Fill(RemoteResult.Failed(Removed()));
        return ValueTask.CompletedTask;
    }

    [MemberNotNull(nameof(Address))]
    internal void Assign(string service, InterfaceDefinition owner, FunctionCall call)
    {
        var method = call.Definition.Method;
        Service = service;
        Interface = owner.Name;
        Address = owner.Address;
        MethodName = call.Definition.MethodName;
        Parameters = method is null ? [] : [.. method.Input.Fields.Select(static field => new RemoteParameter(field.Name, field.Type))];
        Result = method is null ? RemoteType.Any : method is { IsServerStreaming: true, IsClientStreaming: false } ? RemoteType.ArrayOf(method.Output.Type) : method.Output.Type;
        IsDeterministic = call.Definition.Options.IsDeterministic;
        _call = call;
    }

    internal void Clear() => _call = null;

    // A call that is closed already has been replaced before, so reading again finds its successor.
    private FunctionCall? Enter()
    {
        var call = _call;
        while (call is not null && !call.TryEnter())
            call = _call;
        return call;
    }

    private SqlException Removed() => new($"function '{Name}' is not there any more: service '{Service}' was removed");
}
