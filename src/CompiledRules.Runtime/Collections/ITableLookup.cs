namespace CompiledRules.Runtime.Collections;

/// <summary>A lookup table as a rule asks it.</summary>
public interface ITableLookup
{
    /// <param name="keys">The values of the key columns, none of them null.</param>
    /// <returns>The rows that match, in the layout that the rule wants.</returns>
    IReadOnlyList<Row> Find(SqlValue[] keys);
}
