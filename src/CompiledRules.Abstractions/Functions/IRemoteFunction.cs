using System.Collections.Immutable;

namespace CompiledRules;

/// <summary>A function whose body runs in another process: a portable plugin's or an external service's.</summary>
/// <remarks>
/// Safe to call from any thread, with any number of calls in flight. No call is made while a rule is compiled: <see cref="Check"/> and the types answer from what was declared.
/// Deadlines, retries, caching and the answer to a failure belong to the function; how many calls a rule keeps in flight, and in which order it takes the results, to the rule.
/// </remarks>
public interface IRemoteFunction
{
    /// <summary>The name in SQL.</summary>
    string Name { get; }

    /// <summary>As declared, in order; empty where nothing is declared.</summary>
    ImmutableArray<RemoteParameter> Parameters { get; }

    RemoteType Result { get; }

    /// <summary>Whether equal arguments always give an equal result, so that it may be kept. Equal calls of one row are made once in any case.</summary>
    bool IsDeterministic { get; }

    /// <summary>Whether an argument is the array of the group's values, and the call is made once per group.</summary>
    bool IsAggregate => false;

    /// <summary>How many rows one exchange takes; 1 where each row is an exchange of its own. May change while rules run.</summary>
    int LargestBatch => 1;

    /// <summary>Says what is wrong with a call of this shape, or null; asked when a rule is compiled.</summary>
    /// <param name="arguments">The kind of each argument, null where it is known only at run time.</param>
    string? Check(ReadOnlySpan<SqlKind?> arguments);

    /// <summary>Calls once. A failure is a result, not an exception.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled: the rule stops.</exception>
    ValueTask<RemoteResult> InvokeAsync(SqlArray arguments, CancellationToken cancellation);

    /// <summary>Calls once per row of arguments, in as few exchanges as the other side allows. One row's failure leaves the others alone.</summary>
    /// <param name="results">As long as <paramref name="rows"/>; filled by position.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled: the rule stops.</exception>
    ValueTask InvokeAsync(ReadOnlyMemory<SqlArray> rows, Memory<RemoteResult> results, CancellationToken cancellation)
    {
        var calls = new Task[rows.Length];
        for (var i = 0; i < calls.Length; i++)
            calls[i] = InvokeAt(i);
        return new ValueTask(Task.WhenAll(calls));

        async Task InvokeAt(int row)
        {
            var result = await InvokeAsync(rows.Span[row], cancellation).ConfigureAwait(false);
            results.Span[row] = result;
        }
    }
}
