using System.Linq.Expressions;
using CompiledRules.Runtime.Matching;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Sets;

/// <summary>Columns of rows of a C# type.</summary>
internal sealed class ClrRuleKeys<TRow> : RuleKeys<TRow>
{
    private static readonly ParameterExpression s_row = Expression.Parameter(typeof(TRow).MakeByRefType(), "row");

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
        Expression member = Expression.PropertyOrField(s_row, name);
        Expression hasValue = Nullable.GetUnderlyingType(member.Type) is null ? Expression.Constant(true) : Expression.Property(member, nameof(Nullable<>.HasValue));
        var number = Nullable.GetUnderlyingType(member.Type) is null ? member : Expression.Call(member, nameof(Nullable<>.GetValueOrDefault), null);
        var body = Expression.Block(
            Expression.Assign(key, Expression.Convert(number, typeof(double))),
            // What is not a number is unlike itself.
            Expression.Condition(Expression.AndAlso(hasValue, Expression.Equal(key, key)), Expression.Constant(KeyKind.Value), Expression.Constant(KeyKind.None)));
        return Expression.Lambda<KeyReader<TRow, double>>(body, s_row, key).Compile();
    }

    private static KeyReader<TRow, string> Text(ColumnSymbol column)
    {
        var row = Expression.Parameter(typeof(TRow), "row");
        var get = Expression.Lambda<Func<TRow, string?>>(Expression.PropertyOrField(row, column.Member!), row).Compile();
        return (in TRow row, out string key) =>
        {
            var text = get(row);
            key = text ?? "";
            return text is null ? KeyKind.None : KeyKind.Value;
        };
    }
}
