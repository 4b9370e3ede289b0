namespace CompiledRules.Runtime.Collections;

/// <summary>A unit with its places among the others.</summary>
/// <param name="numbers">One per <c>row_number()</c>, from 1.</param>
public sealed class Numbered<TUnit>(TUnit unit, long[] numbers)
{
    public TUnit Unit { get; } = unit;

    public long[] Numbers { get; } = numbers;

    public static long NumberOf(Numbered<TUnit> unit, int call) => unit.Numbers[call];
}
