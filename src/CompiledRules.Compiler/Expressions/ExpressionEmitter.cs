using System.Linq.Expressions;
using System.Reflection;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler.Expressions;

/// <summary>Translates lowered code into expression trees, one to one.</summary>
internal sealed partial class ExpressionEmitter
{
    private static readonly PropertyInfo s_slots = typeof(Row).GetProperty(nameof(Row.Slots))!;
    private static readonly PropertyInfo s_isNull = typeof(SqlValue).GetProperty(nameof(SqlValue.IsNull))!;
    private static readonly MethodInfo s_toSpan = typeof(ReadOnlySpan<SqlValue>).GetMethod("op_Implicit", [typeof(SqlValue[])])!;

    private readonly TypeMap _types;
    private readonly Dictionary<string, ParameterExpression> _variables = [];

    private ExpressionEmitter(TypeMap types) => _types = types;

    private Expression Emit(LoweredExpression expression) => expression switch
    {
        LoweredConstant constant => EmitConstant(constant),
        LoweredSingleton singleton => EmitSingleton(singleton),
        LoweredVariable variable => _variables[variable.Name],
        LoweredMember member => Expression.PropertyOrField(Emit(member.Target), member.Name),
        LoweredSlot slot => Expression.ArrayIndex(Expression.Property(Emit(slot.Row), s_slots), Expression.Constant(slot.Slot)),
        LoweredElement element => Expression.ArrayAccess(Emit(element.Array), Emit(element.Index)),
        LoweredCall call => EmitCall(call),
        LoweredInstanceCall call => EmitInstanceCall(call),
        LoweredBinary binary => EmitBinary(binary),
        LoweredNot not => Expression.Not(Emit(not.Operand)),
        LoweredNegate negate => Expression.Negate(Emit(negate.Operand)),
        LoweredConditional conditional => EmitConditional(conditional),
        LoweredNullTest test => EmitNullTest(Emit(test.Operand)),
        LoweredConvert convert => EmitConvert(Emit(convert.Operand), convert.Type),
        LoweredLet let => Expression.Block(Expression.Assign(_variables[let.Variable.Name], Emit(let.Value)), Emit(let.Body)),
        LoweredOnce once => EmitOnce(once),
        LoweredNewArray array => EmitNewArray(array),
        LoweredNew @new => EmitNew(@new),
        LoweredThrow error => Expression.Throw(Emit(error.Exception), _types.TypeOf(error.Type)),
        _ => throw new InvalidOperationException($"No expression tree for {expression.GetType().Name}"),
    };

    private Expression EmitConstant(LoweredConstant constant)
    {
        var type = _types.TypeOf(constant.Type);
        if (constant.Type.Kind == LoweredKind.Value)
            return constant.Value is null ? Expression.Property(null, typeof(SqlValue), nameof(SqlValue.Null)) : EmitConvert(Expression.Constant(constant.Value), constant.Type);

        return constant.Value is null && type.IsValueType ? Expression.Default(type) : Expression.Constant(constant.Value, type);
    }

    // Computed here and now; the tree holds the result.
    private ConstantExpression EmitSingleton(LoweredSingleton singleton) => Expression.Constant(Singletons.ValueOf(singleton, _types), _types.TypeOf(singleton.Type));

    private MethodCallExpression EmitCall(LoweredCall call)
    {
        var arguments = call.Arguments.Select(Emit).ToArray();
        return Expression.Call(MethodOf(call.DeclaringType, call.Method, arguments), arguments);
    }

    private Expression EmitInstanceCall(LoweredInstanceCall call)
    {
        var target = Emit(call.Target);
        if (target.Type == typeof(RowOutput<Row>) && call.Method == nameof(RowOutput<>.Add) && call.Arguments[0] is LoweredNew { Arguments: [LoweredNewArray slots, var time, var metadata] })
            return EmitRow(target, slots, time, metadata);

        var arguments = call.Arguments.Select(Emit).ToArray();
        var method = Find(target.Type.GetMethods(BindingFlags.Public | BindingFlags.Instance), call.Method, arguments);
        return Expression.Call(target, method, arguments);
    }

    // The output may have an old row to fill, which must not happen before all values are there.
    private BlockExpression EmitRow(Expression output, LoweredNewArray slots, LoweredExpression time, LoweredExpression metadata)
    {
        var row = Expression.Variable(typeof(SqlValue[]), "slots");
        var added = Expression.Call(output, nameof(RowOutput<>.AddSlots), null, Expression.Constant(slots.Items.Count), Emit(time), Emit(metadata));
        var values = slots.Items.Select(static _ => Expression.Variable(typeof(SqlValue))).ToList();
        var computed = slots.Items.Select((item, slot) => Expression.Assign(values[slot], Emit(item)));
        var set = values.Select((value, slot) => Expression.Assign(Expression.ArrayAccess(row, Expression.Constant(slot)), value));
        return Expression.Block(typeof(void), [row, .. values], [.. computed, Expression.Assign(row, added), .. set]);
    }

    private MethodInfo MethodOf(string type, string name, Expression[] arguments) =>
        Find(_types.Find(type).GetMethods(BindingFlags.Public | BindingFlags.Static), name, arguments);

    private static MethodInfo Find(MethodInfo[] methods, string name, Expression[] arguments)
    {
        var candidates = methods.Where(method => method.Name == name && method.GetParameters().Length == arguments.Length).ToList();
        return candidates.Find(method => Matches(method, arguments, static (parameter, argument) => parameter == argument))
            ?? candidates.Find(method => Matches(method, arguments, static (parameter, argument) => parameter.IsAssignableFrom(argument)))
            ?? throw new InvalidOperationException($"No method {name}({string.Join(", ", arguments.Select(static argument => argument.Type.Name))})");
    }

    private static bool Matches(MethodInfo method, Expression[] arguments, Func<Type, Type, bool> fits)
    {
        var parameters = method.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
        {
            if (!fits(parameters[i].ParameterType, arguments[i].Type))
                return false;
        }

        return true;
    }

    private BinaryExpression EmitBinary(LoweredBinary binary)
    {
        var (left, right) = (Emit(binary.Left), Emit(binary.Right));
        return binary.Operator switch
        {
            LoweredBinaryOperator.Add => Expression.Add(left, right),
            LoweredBinaryOperator.Subtract => Expression.Subtract(left, right),
            LoweredBinaryOperator.Multiply => Expression.Multiply(left, right),
            LoweredBinaryOperator.BitAnd => Expression.And(left, right),
            LoweredBinaryOperator.BitOr => Expression.Or(left, right),
            LoweredBinaryOperator.BitXor => Expression.ExclusiveOr(left, right),
            LoweredBinaryOperator.Equal => Expression.Equal(left, right),
            LoweredBinaryOperator.NotEqual => Expression.NotEqual(left, right),
            LoweredBinaryOperator.Less => Expression.LessThan(left, right),
            LoweredBinaryOperator.LessOrEqual => Expression.LessThanOrEqual(left, right),
            LoweredBinaryOperator.Greater => Expression.GreaterThan(left, right),
            LoweredBinaryOperator.GreaterOrEqual => Expression.GreaterThanOrEqual(left, right),
            LoweredBinaryOperator.And => Expression.AndAlso(left, right),
            _ => Expression.OrElse(left, right),
        };
    }

    private ConditionalExpression EmitConditional(LoweredConditional conditional)
    {
        var (then, @else) = (Emit(conditional.Then), Emit(conditional.Else));
        return Expression.Condition(Emit(conditional.Test), then, @else, then.Type);
    }

    private static Expression EmitNullTest(Expression operand) =>
        operand.Type == typeof(SqlValue) ? Expression.Property(operand, s_isNull)
        : Nullable.GetUnderlyingType(operand.Type) is not null ? Expression.Not(Expression.Property(operand, "HasValue"))
        : Expression.ReferenceEqual(operand, Expression.Constant(null));

    private Expression EmitConvert(Expression operand, LoweredType type)
    {
        var target = _types.TypeOf(type);
        if (operand.Type == target)
            return operand;
        if (target == typeof(SqlValue))
            return Expression.Call(typeof(SqlValue).GetMethod(nameof(SqlValue.From), [operand.Type])!, operand);
        if (Nullable.GetUnderlyingType(operand.Type) == target)
            return Expression.Call(operand, operand.Type.GetMethod("GetValueOrDefault", Type.EmptyTypes)!);

        return Expression.Convert(operand, target);
    }

    private ConditionalExpression EmitOnce(LoweredOnce once)
    {
        var variable = _variables[once.Variable.Name];
        var isDone = _variables[once.IsDone.Name];
        var compute = Expression.Block(
            Expression.Assign(variable, Emit(once.Value)),
            Expression.Assign(isDone, Expression.Constant(true)),
            variable);
        return Expression.Condition(isDone, variable, compute);
    }

    private Expression EmitNewArray(LoweredNewArray array)
    {
        var items = Expression.NewArrayInit(typeof(SqlValue), array.Items.Select(Emit));
        return _types.TypeOf(array.Type) == typeof(SqlValue[]) ? items : Expression.Call(s_toSpan, items);
    }

    private Expression EmitNew(LoweredNew @new)
    {
        var type = _types.TypeOf(@new.Type);
        var arguments = @new.Arguments.Select(Emit).ToArray();
        var constructor = type.GetConstructors().FirstOrDefault(candidate => candidate.GetParameters().Length == arguments.Length
            && candidate.GetParameters().Zip(arguments).All(static pair => pair.First.ParameterType.IsAssignableFrom(pair.Second.Type)));
        var created = constructor is null ? Expression.New(type) : Expression.New(constructor, arguments);
        if (@new.Members.Count == 0)
            return created;

        return Expression.MemberInit(created, @new.Members.Select(member => Expression.Bind(MemberOf(type, member.Member), Emit(member.Value))));
    }

    private static MemberInfo MemberOf(Type type, string name) => (MemberInfo?)type.GetProperty(name) ?? type.GetField(name)!;
}
