using System.Linq.Expressions;
using CompiledRules.Runtime.Matching;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Sets;

/// <summary>Columns of rows of a C# type.</summary>
internal sealed class ClrRuleKeys<TRow> : RuleKeys<TRow>
{
    private static readonly ParameterExpression s_row = Expression.Parameter(typeof(TRow), "row");

    private readonly Dictionary<string, KeyReader<TRow, double>> _numbers = new(StringComparer.Ordinal);

    public override bool IsIndexed(ColumnSymbol column) => column is { Member: not null, Type.Kind: SqlTypeKind.BigInt or SqlTypeKind.Float or SqlTypeKind.String };

    public override KeyReader<TRow, double> Number(ColumnSymbol column) =>
        _numbers.TryGetValue(column.Member!, out var known) ? known : _numbers[column.Member!] = CompileNumber(column.Member!);

    public override RuleIndex<TRow> TextIndex(ColumnSymbol column, IEnumerable<(string Constant, int Rule)> terms) => new EqualityIndex<TRow, string>(Text(column), terms);

    public override RowTest<TRow> TextTest(ColumnSymbol column, IEnumerable<string> constants) => new EqualityTest<TRow, string>(Text(column), [.. constants]);

    public override Func<TRow, bool>? IsOther(ColumnSymbol column, bool isText) => null;

    private static KeyReader<TRow, double> CompileNumber(string name)
    {
        var key = Expression.Parameter(typeof(double).MakeByRefType(), "key");
        var value = Expression.Variable(typeof(double?), "value");
        var body = Expression.Block(
            [value],
            Expression.Assign(value, Expression.Convert(Expression.PropertyOrField(s_row, name), typeof(double?))),
            Expression.Assign(key, Expression.Call(value, nameof(Nullable<>.GetValueOrDefault), null)),
            Expression.Condition(
                Expression.AndAlso(Expression.Property(value, nameof(Nullable<>.HasValue)), Expression.Not(Expression.Call(typeof(double), nameof(double.IsNaN), null, key))),
                Expression.Constant(KeyKind.Value),
                Expression.Constant(KeyKind.None)));
        return Expression.Lambda<KeyReader<TRow, double>>(body, s_row, key).Compile();
    }

    private static KeyReader<TRow, string> Text(ColumnSymbol column)
    {
        var get = Expression.Lambda<Func<TRow, string?>>(Expression.PropertyOrField(s_row, column.Member!), s_row).Compile();
        return (TRow row, out string key) =>
        {
            var text = get(row);
            key = text ?? "";
            return text is null ? KeyKind.None : KeyKind.Value;
        };
    }
}
