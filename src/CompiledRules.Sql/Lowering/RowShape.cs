using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

/// <summary>How the rows of one source are held.</summary>
/// <param name="RowType">The full name of the user's C# type, or null for a row of slots.</param>
/// <param name="Columns">Column names by slot; unused for a C# type.</param>
/// <param name="WholeRowSlot">The slot of the entire row as an object; -1 where it is not wanted or the columns are known.</param>
/// <param name="AnalyticSites">The calls with history whose results follow in further slots, by site.</param>
public sealed record RowShape(SourceSymbol Source, string? RowType, EquatableArray<string> Columns, int WholeRowSlot, EquatableArray<int> AnalyticSites)
{
    /// <summary>The number of slots that the source fills.</summary>
    public int Width => Math.Max(Columns.Count, WholeRowSlot + 1);

    public bool IsClr => RowType is not null;

    public LoweredType Type => LoweredType.Clr(RowType ?? RuntimeNames.Row);

    public int SlotOf(Binding.BoundAnalytic call)
    {
        var position = AnalyticSites.Items.IndexOf(call.Site);
        return position >= 0 ? Width + position : throw new InvalidOperationException($"The call at {call.Span.Start} is not computed with the rows of {Source.Name}");
    }

    public bool HasSlot(string column) => Columns.Items.IndexOf(column) >= 0;

    public int SlotOf(string column)
    {
        var slot = Columns.Items.IndexOf(column);
        return slot >= 0 ? slot : throw new InvalidOperationException($"Column {column} of {Source.Name} is read but not scanned");
    }
}
