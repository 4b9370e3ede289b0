namespace CompiledRules.Runtime.Calls;

/// <summary>A unit and the results of the calls that were made with it.</summary>
public sealed class Called<TUnit>(TUnit unit, SqlValue[] results)
{
    public TUnit Unit { get; } = unit;

#pragma warning disable CA1000 // Compiled rules name the type anyway.
    public static SqlValue ResultOf(Called<TUnit> called, int call) => called.ResultAt(call);
#pragma warning restore CA1000

    private SqlValue ResultAt(int call) => results[call];
}
