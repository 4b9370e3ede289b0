using System.Collections.Immutable;

namespace CompiledRules;

/// <summary>Which column stands in which slot of a <see cref="Row"/>.</summary>
/// <param name="Columns">Column names by slot.</param>
/// <param name="WholeRowSlot">The slot that holds the entire row as an object, for <c>*</c>; -1 where no rule asks for it.</param>
public sealed record RowLayout(ImmutableArray<string> Columns, int WholeRowSlot = -1)
{
    /// <summary>The number of slots, the whole-row slot included.</summary>
    public int Width => Math.Max(Columns.Length, WholeRowSlot + 1);

    /// <summary>The slot of <paramref name="column"/>, compared ordinally, or -1.</summary>
    public int IndexOf(string column) => Columns.IndexOf(column);
}
