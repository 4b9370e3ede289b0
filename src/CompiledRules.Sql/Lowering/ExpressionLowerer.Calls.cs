using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

internal sealed partial class ExpressionLowerer
{
    private LoweredExpression LowerCall(BoundCall call)
    {
        var arguments = call.Arguments.Select(Lower).ToList();
        return call.Overload is { } overload
            ? WithNames(arguments, 0, names => Invoke(overload, names))
            : WithNames([.. arguments.Select(Lowered.ToValue)], 0, names => Dispatch(call.Function, names));
    }

    /// <summary>The elements that a table column makes rows of, as an array that may be null.</summary>
    public LoweredExpression LowerTable(BoundTableColumn table)
    {
        var overload = table.Overload ?? table.Function.Overloads[0];
        return WithNames([.. table.Arguments.Select(Lower)], 0, names => Invoke(overload, names));
    }

    // Guards, conversions and dispatch read an argument more than once, so each gets a name, in order of evaluation.
    private LoweredExpression WithNames(List<LoweredExpression> values, int from, Func<List<LoweredExpression>, LoweredExpression> body)
    {
        for (var i = from; i < values.Count; i++)
        {
            if (values[i] is LoweredConstant or LoweredVariable || (values.Count == 1 && !values[i].Type.IsNullable))
                continue;

            var position = i;
            return Named(values[i], named => WithNames([.. values.Select((value, index) => index == position ? named : value)], position + 1, body));
        }

        return body(values);
    }

    private LoweredExpression Invoke(FunctionOverload overload, List<LoweredExpression> arguments)
    {
        var type = ResultOf(overload);
        var guards = Guards(overload, arguments);
        var passed = new List<LoweredExpression>();
        if (overload.TakesContext)
            passed.Add(scope.RowContext());

        var fixedCount = overload.Parameters.Count - (overload.IsVariadic ? 1 : 0);
        for (var i = 0; i < fixedCount; i++)
            passed.Add(i < arguments.Count ? Passed(arguments[i], overload.Parameters[i], overload.Guard) : DefaultOf(overload.Parameters[i]));
        if (overload.IsVariadic)
            passed.Add(new LoweredNewArray(LoweredType.Clr(RuntimeNames.ValueSpan), arguments.Skip(fixedCount).Select(Lowered.ToValue).ToEquatableArray()));

        var method = overload.Method ?? throw new InvalidOperationException($"{overload.DeclaringType} has no method to call");
        var call = new LoweredCall(type, overload.DeclaringType, method, [.. passed]);
        return Lowered.Conditional(guards, Guarded(overload.Guard, type), call);
    }

    private static LoweredType ResultOf(FunctionOverload overload) => Lowered.TypeOf(overload.Result).Nullable(overload.IsResultNullable);

    /// <summary>Whether an argument is null, or empty where that counts as null, and the call is not made.</summary>
    private static LoweredExpression Guards(FunctionOverload overload, List<LoweredExpression> arguments)
    {
        LoweredExpression guards = Lowered.False;
        if (overload.Guard == GuardKind.None)
            return guards;

        for (var i = 0; i < arguments.Count; i++)
        {
            var parameter = overload.Parameters[Math.Min(i, overload.Parameters.Count - 1)];
            if (overload.GuardsEmpty)
                guards = Lowered.Or(guards, IsNullOrEmpty(arguments[i]));
            else if (!parameter.IsNullable && parameter.Type.Kind != SqlTypeKind.Any)
                guards = Lowered.Or(guards, Lowered.IsNull(arguments[i]));
        }

        return guards;
    }

    private static LoweredExpression IsNullOrEmpty(LoweredExpression argument) => argument.Type.Kind switch
    {
        LoweredKind.Value or LoweredKind.Array or LoweredKind.Object => Operator(LoweredType.Boolean, "IsNullOrEmpty", Lowered.ToValue(argument)),
        _ => Lowered.IsNull(argument),
    };

    private static LoweredConstant Guarded(GuardKind guard, LoweredType type) => guard switch
    {
        GuardKind.False => new LoweredConstant(LoweredType.Boolean, false),
        GuardKind.Zero => Number(type, 0),
        GuardKind.MinusOne => Number(type, -1),
        _ => Lowered.Null(type),
    };

    private static LoweredConstant Number(LoweredType type, long value) => type.Kind == LoweredKind.Float64
        ? new LoweredConstant(LoweredType.Float64, (double)value)
        : new LoweredConstant(LoweredType.Int64, value);

    private static LoweredConstant DefaultOf(ParameterSymbol parameter)
    {
        var type = Lowered.TypeOf(parameter.Type);
        return new LoweredConstant(parameter.Default is null ? type.Nullable() : type.Nullable(parameter.IsNullable), parameter.Default);
    }

    private LoweredExpression Passed(LoweredExpression argument, ParameterSymbol parameter, GuardKind guard)
    {
        var type = Lowered.TypeOf(parameter.Type);
        if (type.Kind == LoweredKind.Value)
            return Lowered.ToValue(argument);
        if (argument is LoweredConstant { Value: null } && parameter.IsNullable)
            return Lowered.Null(type);

        var isTextOfNull = parameter.Coercion == CoercionKind.Text && !parameter.IsNullable;
        if (guard == GuardKind.None && !parameter.IsNullable && argument.Type.IsNullable && !isTextOfNull)
            return Argument(Lowered.ToValue(argument), parameter);

        return parameter.IsNullable
            ? Lowered.Represent(WithValue(argument, value => Argument(value, parameter), Lowered.Null(type)), type.Nullable())
            : Argument(isTextOfNull ? argument : Lowered.NotNull(argument), parameter);
    }

    /// <summary>A value that is not null, as a parameter wants it.</summary>
    private LoweredExpression Argument(LoweredExpression value, ParameterSymbol parameter)
    {
        var type = Lowered.TypeOf(parameter.Type);
        if (value.Type == type)
            return value;
        if (type.Kind == LoweredKind.Float64 && value.Type == LoweredType.Int64 && parameter.Coercion != CoercionKind.Strict)
            return Widen(value, type);

        var reader = (type.Kind, parameter.Coercion) switch
        {
            (LoweredKind.String, CoercionKind.Text) => "Text",
            (LoweredKind.Int64, CoercionKind.Strict) => "StrictInteger",
            (LoweredKind.Float64, CoercionKind.Strict) => "StrictFloat",
            (LoweredKind.Int64, _) => "Integer",
            (LoweredKind.Float64, _) => "Float",
            (var kind, _) => kind.ToString(),
        };
        var dynamic = Lowered.ToValue(value);
        return type.Kind == LoweredKind.Time
            ? new LoweredCall(type, RuntimeNames.Arguments, reader, [dynamic, Context])
            : new LoweredCall(type, RuntimeNames.Arguments, reader, [dynamic]);
    }

    /// <summary>Chooses among overloads by the kinds at run time: exact kinds first, in the order of declaration, then an integer for a float.</summary>
    private LoweredExpression Dispatch(FunctionSymbol function, List<LoweredExpression> arguments)
    {
        var candidates = function.Overloads.Where(overload => Takes(overload, arguments.Count)).ToList();
        var type = candidates.Select(ResultOf).Aggregate(LoweredType.Value, static (_, next) => next);
        if (candidates.Exists(candidate => ResultOf(candidate) != type))
            type = LoweredType.Value;

        LoweredExpression chain = Lowered.Fail(type, "NoOverload", Lowered.Text(function.Name), ValueArray([.. arguments]));
        foreach (var isExact in new[] { false, true })
        {
            foreach (var overload in candidates.AsEnumerable().Reverse())
            {
                var fits = arguments
                    .Select((argument, index) => Fits(argument, overload.Parameters[Math.Min(index, overload.Parameters.Count - 1)], overload, isExact))
                    .Aggregate((LoweredExpression)Lowered.True, Lowered.And);
                chain = Lowered.Conditional(fits, Invoke(overload, arguments), chain);
            }
        }

        return chain;
    }

    private static bool Takes(FunctionOverload overload, int count)
    {
        var required = overload.Parameters.Count(static parameter => !parameter.IsOptional) - (overload.IsVariadic ? 1 : 0);
        return count >= required && (overload.IsVariadic || count <= overload.Parameters.Count);
    }

    // Null fits every parameter: the overload's guard decides what it gives.
    private static LoweredExpression Fits(LoweredExpression argument, ParameterSymbol parameter, FunctionOverload overload, bool isExact)
    {
        if (parameter.Type.Kind == SqlTypeKind.Any || parameter.Coercion == CoercionKind.Text)
            return Lowered.True;

        var kinds = KindsOf(parameter, isExact) | KindBits.Null | (overload.GuardsEmpty ? KindBits.Empty : 0);
        return new LoweredCall(LoweredType.Boolean, RuntimeNames.Dispatch, "Fits", [argument, Number((int)kinds)]);
    }

    private static KindBits KindsOf(ParameterSymbol parameter, bool isExact) => (parameter.Type.Kind, isExact, parameter.Coercion) switch
    {
        (SqlTypeKind.Boolean, _, _) => KindBits.Boolean,
        (SqlTypeKind.BigInt, true, _) => KindBits.Integer,
        (SqlTypeKind.BigInt, false, CoercionKind.Strict) => KindBits.Integer | KindBits.WholeFloat,
        (SqlTypeKind.BigInt, false, _) => KindBits.Integer | KindBits.Float,
        (SqlTypeKind.Float, false, not CoercionKind.Strict) => KindBits.Integer | KindBits.Float,
        (SqlTypeKind.Float, _, _) => KindBits.Float,
        (SqlTypeKind.String, true, _) => KindBits.String,
        (SqlTypeKind.String, false, _) => KindBits.String | KindBits.Bytes,
        (SqlTypeKind.Bytea, _, _) => KindBits.Bytes,
        (SqlTypeKind.DateTime, true, _) => KindBits.Time,
        (SqlTypeKind.DateTime, false, _) => KindBits.Time | KindBits.Integer | KindBits.Float | KindBits.String,
        (SqlTypeKind.Array, _, _) => KindBits.Array,
        _ => KindBits.Object,
    };

    // Mirrors OverloadDispatch of the run time.
    [Flags]
    private enum KindBits
    {
        Null = 1 << 0,
        Boolean = 1 << 1,
        Integer = 1 << 2,
        Float = 1 << 3,
        String = 1 << 4,
        Bytes = 1 << 5,
        Time = 1 << 6,
        Array = 1 << 7,
        Object = 1 << 8,
        WholeFloat = 1 << 9,
        Empty = 1 << 10,
    }
}
