using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

/// <summary>Turns bound expressions into operations: the rules of the dialect for null, types and coercion are applied here and nowhere later.</summary>
/// <remarks>What is known of a value is its lowered type; the bound type is only looked at where a column or function declares it.</remarks>
internal sealed partial class ExpressionLowerer(LambdaScope scope, IReadOnlyList<SourceSymbol> sources)
{
    private LoweredVariable Context => scope.Context;

    public LoweredExpression Lower(BoundExpression expression) => expression switch
    {
        BoundLiteral literal => LowerLiteral(literal),
        BoundField field => LowerField(field),
        BoundFirstField first => LowerFirstField(first),
        BoundAlias alias => scope.Alias(alias.Alias, Lower),
        BoundWholeRow row => LowerWholeRow(row),
        BoundUnary unary => LowerUnary(unary),
        BoundBinary binary => LowerBinary(binary),
        BoundMember member => LowerMember(member),
        BoundIndex index => LowerIndex(index),
        BoundSlice slice => LowerSlice(slice),
        BoundIn @in => LowerIn(@in),
        BoundInArray @in => LowerInArray(@in),
        BoundBetween between => LowerBetween(between),
        BoundLike like => LowerLike(like),
        BoundCase @case => LowerCase(@case),
        BoundCall call => LowerCall(call),
        BoundConvert convert => Convert(Lower(convert.Operand), convert.Type),
        BoundRemote remote => Typed(scope.Access.Remote(remote), remote.Type),
        BoundAnalytic analytic => Typed(scope.Access.Analytic(analytic), analytic.Type),
        BoundAggregate aggregate => scope.Access.Aggregate(aggregate),
        BoundRowNumber number => scope.Access.RowNumber(number),
        BoundHitState state => LowerHitState(state),
        BoundMeta meta => LowerMeta(meta),
        _ => throw new InvalidOperationException($"No lowered form for {expression.GetType().Name}"),
    };

    /// <summary>As a value that keeps missing apart from null where the row does.</summary>
    public LoweredExpression LowerToValue(BoundExpression expression) => Lowered.ToValue(Lower(expression));

    /// <summary>As the condition of a WHERE, HAVING, ON or FILTER: null is false, anything but a boolean is an error.</summary>
    public LoweredExpression LowerCondition(BoundExpression expression)
    {
        var condition = Lower(expression);
        return condition.Type.Kind switch
        {
            LoweredKind.Boolean => WithValue(condition, static value => value, Lowered.False),
            _ => new LoweredCall(LoweredType.Boolean, RuntimeNames.Operators, "Condition", [Lowered.ToValue(condition)]),
        };
    }

    private static LoweredConstant LowerLiteral(BoundLiteral literal) => literal.Value switch
    {
        null => Lowered.NullValue,
        bool => new LoweredConstant(LoweredType.Boolean, literal.Value),
        long => new LoweredConstant(LoweredType.Int64, literal.Value),
        double => new LoweredConstant(LoweredType.Float64, literal.Value),
        string => new LoweredConstant(LoweredType.String, literal.Value),
        _ => throw new InvalidOperationException($"No lowered form for a literal of {literal.Value.GetType().Name}"),
    };

    private static LoweredExpression LowerField(SourceSymbol source, ColumnSymbol column, RowAccess access) =>
        Typed(access.Column(source, column), column.Type);

    private LoweredExpression LowerField(BoundField field) => LowerField(field.Source, field.Column, scope.Access);

    private LoweredExpression LowerFirstField(BoundFirstField field)
    {
        var column = new ColumnSymbol(field.Name, SqlType.Any);
        var candidates = field.Sources.Select(source => scope.Access.Column(source, column)).ToList();
        return candidates.AsEnumerable().Reverse().Aggregate((rest, candidate) => FirstPresent(candidate, rest));
    }

    private LoweredLet FirstPresent(LoweredExpression candidate, LoweredExpression rest)
    {
        var local = scope.Local(LoweredType.Value, "column");
        var isMissing = new LoweredMember(LoweredType.Boolean, local, "IsMissing");
        return new LoweredLet(local, candidate, Lowered.Conditional(isMissing, rest, local));
    }

    private LoweredExpression LowerWholeRow(BoundWholeRow row)
    {
        var whole = scope.Access.WholeRow(row.Source, sources);
        if (row.Except.Count > 0)
            whole = new LoweredCall(LoweredType.Object, RuntimeNames.Spread, "Except", [whole, SourceRowAccess.Names(row.Except)]);
        if (row.Replace.Count == 0)
            return whole;

        var names = SourceRowAccess.Names(row.Replace.Select(static replacement => replacement.Name));
        var values = row.Replace.Select(replacement => LowerToValue(replacement.Expression)).ToEquatableArray();
        return new LoweredCall(LoweredType.Object, RuntimeNames.Spread, "Replace", [whole, names, ValueArray(values)]);
    }

    private LoweredCall LowerHitState(BoundHitState state)
    {
        var isKept = scope.KeptHits.Contains(state.Site);
        if (!isKept)
            scope.HitSites.Add(state.Site);
        var method = (isKept ? "Kept" : "Hit") + (state.Kind == HitStateKind.Count ? "Count" : "Time");
        return new LoweredCall(LoweredType.Int64, RuntimeNames.HitStates, method, [scope.RowContext(), Number(scope.SiteNumber(state.Site))]);
    }

    private LoweredExpression LowerMeta(BoundMeta meta)
    {
        LoweredExpression value = Lowered.ToValue(scope.Access.Metadata(meta.Source));
        foreach (var key in meta.Path)
            value = new LoweredCall(LoweredType.Value, RuntimeNames.Operators, "Metadata", [value, Lowered.Text(key)]);
        return value;
    }

    /// <summary>A value of a declared type, read from where only its kind at run time is known.</summary>
    private static LoweredExpression Typed(LoweredExpression raw, SqlType type) =>
        raw.Type.Kind != LoweredKind.Value ? raw
        : ReaderOf(type.Kind) is { } reader ? new LoweredCall(Lowered.TypeOf(type).Nullable(), RuntimeNames.Columns, reader, [raw])
        : raw;

    private static string? ReaderOf(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.Boolean => "Boolean",
        SqlTypeKind.BigInt => "Integer",
        SqlTypeKind.Float => "Float",
        SqlTypeKind.String => "String",
        // Without strict validation a datetime column holds whatever came; arrays and structs are read by operators that check.
        _ => null,
    };

    private static LoweredConstant Number(int value) => new(LoweredType.Clr("System.Int32"), value);

    private static LoweredNewArray ValueArray(EquatableArray<LoweredExpression> values) => new(LoweredType.Clr(RuntimeNames.Values), values);

    /// <summary>Names an operand that is used more than once.</summary>
    private LoweredExpression Named(LoweredExpression value, Func<LoweredExpression, LoweredExpression> body)
    {
        if (value is LoweredConstant or LoweredVariable)
            return body(value);

        var local = scope.Local(value.Type, "v");
        return new LoweredLet(local, value, body(local));
    }

    /// <summary><paramref name="body"/> of the value without null, or <paramref name="whenNull"/>.</summary>
    private LoweredExpression WithValue(LoweredExpression value, Func<LoweredExpression, LoweredExpression> body, LoweredExpression whenNull)
    {
        if (!value.Type.IsNullable)
            return body(value);
        if (value is LoweredConstant { Value: null })
            return whenNull;

        return Named(value, named => Lowered.Conditional(Lowered.IsNull(named), whenNull, body(Lowered.NotNull(named))));
    }

    /// <summary>Both values are evaluated, left first, before either is tested for null.</summary>
    private LoweredExpression WithValues(
        LoweredExpression left, LoweredExpression right, Func<LoweredExpression, LoweredExpression, LoweredExpression> body, LoweredExpression whenNull)
    {
        if (!left.Type.IsNullable && !right.Type.IsNullable)
            return body(left, right);

        return Named(left, x => Named(right, y =>
        {
            var isNull = Lowered.Or(Lowered.IsNull(x), Lowered.IsNull(y));
            return Lowered.Conditional(isNull, whenNull, body(Lowered.NotNull(x), Lowered.NotNull(y)));
        }));
    }
}
