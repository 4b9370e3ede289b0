namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The integers from start to stop, both included, upwards or downwards by one.</summary>
    [SqlFunction("sequence", GuardsEmpty = true)]
    public static SqlArray Sequence(long start, long stop) => Sequence(start, stop, start <= stop ? 1 : -1);

    /// <summary>The integers from start to stop in steps; stop is included where a step reaches it. Empty where the steps lead away from it.</summary>
    [SqlFunction("sequence", GuardsEmpty = true)]
    public static SqlArray Sequence(long start, long stop, long step)
    {
        if (step == 0)
            throw new SqlException("The step of sequence must not be 0");

        var length = Int128.Max((((Int128)stop - start) / step) + 1, 0);
        if (step > 0 ? start > stop : start < stop)
            length = 0;
        ArrayItem.CheckLength(length);

        var items = new SqlValue[(int)length];
        for (var i = 0; i < items.Length; i++)
            items[i] = start + (i * step);
        return new SqlArray(items);
    }
}
