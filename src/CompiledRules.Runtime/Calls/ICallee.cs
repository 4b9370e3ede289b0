namespace CompiledRules.Runtime.Calls;

/// <summary>What is asked: a function of another process, or a table.</summary>
internal interface ICallee<TArguments, TResult>
{
    /// <summary>How many questions one exchange takes; 1 where each is an exchange of its own.</summary>
    int LargestBatch { get; }

    ValueTask<TResult> AskAsync(TArguments arguments, CancellationToken cancellation);

    /// <param name="results">As long as <paramref name="questions"/>; filled by position.</param>
    ValueTask AskAsync(ReadOnlyMemory<TArguments> questions, Memory<TResult> results, CancellationToken cancellation);

    /// <summary>The result of a question that could not be put.</summary>
    TResult Failure(Exception error);
}
