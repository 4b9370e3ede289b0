using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

/// <summary>The parts of a key, each in the narrowest form that holds it.</summary>
/// <param name="Fields">The parts that are columns; null in the place of others.</param>
internal sealed record GroupKeys(EquatableArray<BoundField?> Fields, EquatableArray<LoweredType> Types)
{
    public bool IsEmpty => Types.IsEmpty;

    /// <summary>The full name of the C# type of a key.</summary>
    public string Type => IsEmpty ? "System.Int64" : TypeFrom(0);

    /// <summary>That of the struct that compares keys.</summary>
    public string Comparer => IsEmpty ? RuntimeNames.KeyComparers + "IntegerKeyComparer" : ComparerFrom(0);

    public static GroupKeys Of(EquatableArray<BoundExpression> keys, Func<BoundExpression, LoweredExpression> lower) =>
        new(keys.Select(static key => key as BoundField).ToEquatableArray(), keys.Select(key => Part(lower(key)).Type).ToEquatableArray());

    /// <summary>The key of the unit that <paramref name="lower"/> reads.</summary>
    public LoweredExpression Value(EquatableArray<BoundExpression> keys, Func<BoundExpression, LoweredExpression> lower)
    {
        var parts = keys.Select(key => Part(lower(key))).ToList();
        var value = parts[parts.Count - 1];
        for (var i = parts.Count - 2; i >= 0; i--)
            value = new LoweredNew(LoweredType.Clr(TypeFrom(i)), [parts[i], value], []);
        return value;
    }

    /// <summary>Whether a column is a part of the key.</summary>
    public bool Holds(BoundField field) => IndexOf(field.Source, field.Column) >= 0;

    /// <summary>A column that is a part of the key of <paramref name="group"/>; null where it is none.</summary>
    public LoweredExpression? Find(SourceSymbol source, ColumnSymbol column, LoweredExpression group)
    {
        var index = IndexOf(source, column);
        if (index < 0)
            return null;

        LoweredExpression rest = new LoweredMember(TypeOf(0), group, "Key");
        for (var i = 0; i < index; i++)
            rest = new LoweredMember(TypeOf(i + 1), rest, "Rest");
        return index == Types.Count - 1 ? rest : new LoweredMember(Types[index], rest, "First");
    }

    // Numbers and texts that are known as such have tables of their own; whatever else is compared as a value.
    private static LoweredExpression Part(LoweredExpression key) => Lowered.ToValue(key) switch
    {
        LoweredConvert { Operand: { Type: { Kind: LoweredKind.String } or { Kind: LoweredKind.Int64 or LoweredKind.Float64, IsNullable: false } } typed } => typed,
        var value => value,
    };

    private int IndexOf(SourceSymbol source, ColumnSymbol column) =>
        Fields.Items.ToList().FindIndex(field => field is not null && field.Source == source && field.Column.Name == column.Name);

    private LoweredType TypeOf(int from) => from == Types.Count - 1 ? Types[from] : LoweredType.Clr(TypeFrom(from));

    private string TypeFrom(int from) => from == Types.Count - 1 ? NameOf(from) : $"{RuntimeNames.KeyPair}<{NameOf(from)}, {TypeFrom(from + 1)}>";

    private string NameOf(int part) => Types[part].Kind switch
    {
        LoweredKind.Int64 => "System.Int64",
        LoweredKind.Float64 => "System.Double",
        LoweredKind.String => "System.String",
        _ => "CompiledRules.SqlValue",
    };

    private string ComparerFrom(int from)
    {
        var first = RuntimeNames.KeyComparers + Types[from].Kind switch
        {
            LoweredKind.Int64 => "IntegerKeyComparer",
            LoweredKind.Float64 => "FloatKeyComparer",
            LoweredKind.String => "StringKeyComparer",
            _ => "ValueKeyComparer",
        };
        return from == Types.Count - 1
            ? first
            : $"{RuntimeNames.KeyComparers}KeyPairComparer<{NameOf(from)}, {TypeFrom(from + 1)}, {first}, {ComparerFrom(from + 1)}>";
    }
}
