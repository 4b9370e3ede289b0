using CompiledRules.External.Definitions;

namespace CompiledRules.External.Calls;

/// <summary>One protocol's way to call one function. Safe to use from any thread.</summary>
internal interface IMethodCall
{
    /// <summary>Arguments → what is sent, made once for all attempts.</summary>
    /// <exception cref="SqlException">The arguments do not fit.</exception>
    object Prepare(SqlArray arguments);

    /// <summary>Sends once.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled. Everything else is a failed attempt.</exception>
    ValueTask<Attempt> SendAsync(object request, CancellationToken cancellation);

    /// <summary>A request as a person reads it: where it goes and what it says, without headers.</summary>
    string Describe(object request);

    /// <summary>What is wrong with a call of this shape, or null.</summary>
    string? Check(ReadOnlySpan<SqlKind?> arguments);
}

/// <summary>A method that takes many requests in one exchange.</summary>
internal interface IBatchCall : IMethodCall
{
    /// <summary>Sends all of <paramref name="requests"/>.</summary>
    /// <returns>An array with one value per request, in their order, or a failure of the whole.</returns>
    ValueTask<Attempt> SendAsync(IReadOnlyList<object> requests, CancellationToken cancellation);
}

/// <summary>The connections to one address, shared by the functions of an interface.</summary>
internal interface IEndpoint : IAsyncDisposable
{
    IMethodCall Bind(FunctionDefinition function);
}
