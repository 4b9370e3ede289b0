using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

/// <summary>How the rows of one source are held.</summary>
/// <param name="RowType">The full name of the user's C# type, or null for a row of slots.</param>
/// <param name="Columns">Column names by slot; unused for a C# type.</param>
/// <param name="WholeRowSlot">The slot of the entire row as an object; -1 where it is not wanted or the columns are known.</param>
/// <param name="Results">What follows in further slots: the results of calls with history and of calls into other processes.</param>
public sealed record RowShape(SourceSymbol Source, string? RowType, EquatableArray<string> Columns, int WholeRowSlot, EquatableArray<ResultSlot> Results)
{
    /// <summary>The number of slots that the source fills.</summary>
    public int Width => Math.Max(Columns.Count, WholeRowSlot + 1);

    public bool IsClr => RowType is not null;

    public LoweredType Type => LoweredType.Clr(RowType ?? RuntimeNames.Row);

    public bool Has(BoundAnalytic call) => Results.Items.Contains(new ResultSlot(call.Site, false));

    public bool Has(BoundRemote call) => Results.Items.Contains(new ResultSlot(call.Number, true));

    public int SlotOf(BoundAnalytic call) => SlotOf(new ResultSlot(call.Site, false), call);

    public int SlotOf(BoundRemote call) => SlotOf(new ResultSlot(call.Number, true), call);

    public bool HasSlot(string column) => Columns.Items.IndexOf(column) >= 0;

    public int SlotOf(string column)
    {
        var slot = Columns.Items.IndexOf(column);
        return slot >= 0 ? slot : throw new InvalidOperationException($"Column {column} of {Source.Name} is read but not scanned");
    }

    private int SlotOf(ResultSlot result, BoundExpression call)
    {
        var position = Results.Items.IndexOf(result);
        return position >= 0 ? Width + position : throw new InvalidOperationException($"The call at {call.Span.Start} is not computed with the rows of {Source.Name}");
    }
}

/// <summary>The result of a call that was made with a row.</summary>
/// <param name="Number">The site of a call with history, or the number of a call into another process.</param>
public readonly record struct ResultSlot(int Number, bool IsRemote);
