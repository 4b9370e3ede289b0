namespace CompiledRules.Runtime.Rules;

/// <summary>An input of a rule with deadlines or calls that has no loop of its own.</summary>
/// <param name="isOnly">Whether the run ends with this input, rather than with the last of several.</param>
public sealed class TimedInput<T>(IBatchObserver<T> input, RunClock clock, bool isOnly) : IBatchObserver<T>, IDisposable
{
    public void OnNext(ReadOnlySpan<T> batch)
    {
        if (!clock.TryEnter())
            return;

        try
        {
            input.OnNext(batch);
        }
        finally
        {
            clock.Exit();
        }

        clock.WaitForRoom();
    }

    public void OnError(Exception error)
    {
        if (!clock.TryEnter())
            return;

        try
        {
            input.OnError(error);
        }
        finally
        {
            clock.Exit();
        }
    }

    public void OnCompleted()
    {
        if (!clock.TryEnter())
            return;

        try
        {
            input.OnCompleted();
            if (isOnly)
                clock.End();
        }
        finally
        {
            clock.Exit();
        }
    }

    /// <summary>Deadlines no longer fire, and rows are no longer taken.</summary>
    public void Dispose() => clock.Dispose();
}
