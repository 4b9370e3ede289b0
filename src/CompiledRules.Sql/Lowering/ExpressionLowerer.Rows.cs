using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

internal sealed partial class ExpressionLowerer
{
    /// <summary>Whether the columns behind a wildcard are known when the rule is compiled.</summary>
    public bool IsExpandable(SourceSymbol? source) =>
        source is not null ? !source.Stream.IsSchemaless : sources.All(static candidate => !candidate.Stream.IsSchemaless);

    /// <summary>The columns behind a wildcard; on a clash of names the first source wins.</summary>
    public IEnumerable<(string Name, LoweredExpression Value)> Expand(BoundWholeRow row)
    {
        var from = row.Source is { } one ? [one] : sources;
        var columns = from
            .SelectMany(static source => source.Stream.Columns, static (source, column) => (Source: source, Column: column))
            .Where(entry => !row.Except.Contains(entry.Column.Name) && row.Replace.All(replacement => replacement.Name != entry.Column.Name))
            .GroupBy(static entry => entry.Column.Name, static (_, same) => same.First());
        foreach (var (source, column) in columns)
            yield return (column.Name, scope.Access.Column(source, column));
        foreach (var replacement in row.Replace)
            yield return (replacement.Name, Lower(replacement.Expression));
    }

    /// <summary>A value in the representation of an output member, or null where no value of its kind fits.</summary>
    public static LoweredExpression? ToMember(LoweredExpression value, LoweredType type, string column)
    {
        if (type.Kind == LoweredKind.Value)
            return Lowered.ToValue(value);
        if (value is LoweredConstant { Value: null })
            return type.IsNullable ? Lowered.Null(type) : null;
        if (value.Type.Kind == LoweredKind.Value)
            value = ReadValue(value, type) ?? value;
        if (value.Type.Kind == LoweredKind.Int64 && type.Kind == LoweredKind.Float64)
            value = new LoweredConvert(value, LoweredType.Float64.Nullable(value.Type.IsNullable));
        if (value.Type.Kind != type.Kind)
            return null;

        return value.Type.IsNullable && !type.IsNullable ? Required(value, type, column) : Lowered.Represent(value, type);
    }

    // A member that takes no null: the row fails where the column is null. The value is read again, so it must be a local or a column.
    private static LoweredConditional Required(LoweredExpression value, LoweredType type, string column) => new(
        new LoweredNullTest(value),
        Lowered.Fail(type, "NullColumn", Lowered.Text(column)),
        Lowered.NotNull(value));

    private static LoweredCall? ReadValue(LoweredExpression value, LoweredType type) => type.Kind switch
    {
        LoweredKind.Boolean => new LoweredCall(LoweredType.Boolean.Nullable(), RuntimeNames.Columns, "Boolean", [value]),
        LoweredKind.Int64 => new LoweredCall(LoweredType.Int64.Nullable(), RuntimeNames.Columns, "Integer", [value]),
        LoweredKind.Float64 => new LoweredCall(LoweredType.Float64.Nullable(), RuntimeNames.Columns, "Float", [value]),
        LoweredKind.String => new LoweredCall(LoweredType.String.Nullable(), RuntimeNames.Columns, "String", [value]),
        LoweredKind.Array => new LoweredCall(LoweredType.Array.Nullable(), RuntimeNames.Columns, "Array", [value]),
        LoweredKind.Object => new LoweredCall(LoweredType.Object.Nullable(), RuntimeNames.Columns, "Object", [value]),
        _ => null,
    };
}
