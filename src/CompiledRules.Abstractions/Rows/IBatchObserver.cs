namespace CompiledRules;

/// <summary>Takes rows in batches. What stands between two operators of a rule.</summary>
/// <remarks>
/// The Rx grammar holds, <c>OnNext* (OnError | OnCompleted)?</c>, and calls never overlap. A batch of one is legal, an empty one is not sent.
/// The span is valid only during the call.
/// </remarks>
public interface IBatchObserver<T>
{
    void OnNext(ReadOnlySpan<T> batch);

    void OnError(Exception error);

    void OnCompleted();
}
