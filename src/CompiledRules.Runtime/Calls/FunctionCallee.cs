namespace CompiledRules.Runtime.Calls;

/// <summary>A function of another process as something that is asked.</summary>
internal sealed class FunctionCallee(IRemoteFunction function) : ICallee<SqlArray, RemoteResult>
{
    public int LargestBatch => function.LargestBatch;

    public ValueTask<RemoteResult> AskAsync(SqlArray arguments, CancellationToken cancellation) => function.InvokeAsync(arguments, cancellation);

    public ValueTask AskAsync(ReadOnlyMemory<SqlArray> questions, Memory<RemoteResult> results, CancellationToken cancellation) =>
        function.InvokeAsync(questions, results, cancellation);

    public RemoteResult Failure(Exception error) =>
        RemoteResult.Failed(error as SqlException ?? new SqlException($"{function.Name}: {error.Message}", error));
}
