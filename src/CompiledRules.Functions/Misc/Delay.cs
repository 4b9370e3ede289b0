namespace CompiledRules.Functions.Misc;

public static partial class MiscFunctions
{
    // Longer than any rule waits; what the wait below can express.
    private const long LongestDelay = int.MaxValue - 1;

    /// <summary>Holds up the whole rule for a time, then gives <paramref name="value"/>. For tests.</summary>
    /// <exception cref="SqlException">The time is negative or longer than 24 days.</exception>
    [SqlFunction("delay", GuardsEmpty = true, IsDeterministic = false)]
    public static SqlValue Delay(FunctionContext context, long milliseconds, SqlValue value)
    {
        if (milliseconds is < 0 or > LongestDelay)
            throw new SqlException($"expected 0 to {LongestDelay} milliseconds, found {milliseconds}");

        using var isOver = new ManualResetEventSlim();
        using var timer = context.Time.CreateTimer(static state => ((ManualResetEventSlim)state!).Set(), isOver, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
        isOver.Wait();
        return value;
    }
}
