using CompiledRules.Runtime.Matching;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Sets;

/// <summary>How indexes read the columns of a kind of row.</summary>
internal abstract class RuleKeys<TRow>
{
    public abstract bool IsIndexed(ColumnSymbol column);

    public abstract KeyReader<TRow, double> Number(ColumnSymbol column);

    public abstract RuleIndex<TRow> TextIndex(ColumnSymbol column, IEnumerable<(string Constant, int Rule)> terms);

    /// <summary>Whether a row holds something in the column that is neither null nor of the kind that constants are; null for a column that never does.</summary>
    public abstract Func<TRow, bool>? IsOther(ColumnSymbol column, bool isText);

    public abstract RowTest<TRow> TextTest(ColumnSymbol column, IEnumerable<string> constants);
}
