namespace CompiledRules.Functions.Analytic;

/// <summary>The place of the row among those emitted together, from 1.</summary>
[SqlWindowFunction("row_number")]
public struct RowNumber : IWindowFunction<long>
{
    private long _number;

    public long Next() => ++_number;
}
