using CompiledRules.Runtime.Matching;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Sets;

/// <summary>Columns of rows of slots.</summary>
internal sealed class SlotRuleKeys(RowLayout layout) : RuleKeys<Row>
{
    public override bool IsIndexed(ColumnSymbol column) => layout.IndexOf(column.Name) >= 0;

    public override KeyReader<Row, double> Number(ColumnSymbol column) => SlotKeys.Number(layout.IndexOf(column.Name));

    public override RuleIndex<Row> TextIndex(ColumnSymbol column, IEnumerable<(string Constant, int Rule)> terms) =>
        new EqualityIndex<Row, SqlValue>(SlotKeys.Text(layout.IndexOf(column.Name)), terms.Select(static term => (SqlValue.From(term.Constant), term.Rule)));

    public override Func<Row, bool>? IsOther(ColumnSymbol column, bool isText)
    {
        if (column.Type.Kind != SqlTypeKind.Any)
            return null;

        var slot = layout.IndexOf(column.Name);
        return isText ? row => row.Slots[slot] is { IsString: false, IsNull: false } : row => row.Slots[slot] is { IsNumber: false, IsNull: false };
    }

    public override RowTest<Row> TextTest(ColumnSymbol column, IEnumerable<string> constants) =>
        new EqualityTest<Row, SqlValue>(SlotKeys.Text(layout.IndexOf(column.Name)), [.. constants.Select(SqlValue.From)]);
}
