using CompiledRules.Sql.Lowering;

namespace CompiledRules.Sql.Emit;

/// <summary>Translates lowered code into C#, one to one: what it means has been decided before.</summary>
/// <param name="constants">Takes the values that live as long as the rule.</param>
/// <param name="lineOf">The line of a place in the SQL, for code that a debugger steps through as SQL; null for code that is read as C#.</param>
public sealed partial class CSharpEmitter(CSharpConstants constants, Func<int, int>? lineOf = null)
{
    /// <summary>The name under which a debugger shows the SQL.</summary>
    public const string SqlFile = "rule.sql";

    private readonly HashSet<string> _declared = [];
    private int? _line;

    private string Text(LoweredExpression expression) => Emit(expression).Text;

    private CSharpCode Emit(LoweredExpression expression) => expression switch
    {
        LoweredConstant constant => Constant(constant),
        LoweredSingleton singleton => CSharpCode.Primary(constants.NameOf(singleton, Text)),
        LoweredVariable variable => CSharpCode.Primary(CSharpText.Identifier(variable.Name)),
        LoweredMember member => CSharpCode.Primary($"{Operand(member.Target)}.{CSharpText.Identifier(member.Name)}"),
        LoweredSlot slot => CSharpCode.Primary($"{Operand(slot.Row)}.Slots[{slot.Slot}]"),
        LoweredElement element => CSharpCode.Primary($"{Operand(element.Array)}[{Text(element.Index)}]"),
        LoweredCall call => CSharpCode.Primary($"{CSharpText.TypeName(call.DeclaringType)}.{CSharpText.Identifier(call.Method)}({Arguments(call.Arguments)})"),
        LoweredInstanceCall call => CSharpCode.Primary($"{Operand(call.Target)}.{CSharpText.Identifier(call.Method)}({Arguments(call.Arguments)})"),
        LoweredBinary binary => Binary(binary),
        LoweredNot { Operand: LoweredNullTest { Operand: { Type.Kind: not LoweredKind.Value } tested } } => new($"{Emit(tested).In(Precedence.Relational)} is not null", Precedence.Relational),
        LoweredNot not => new($"!{Emit(not.Operand).In(Precedence.Unary)}", Precedence.Unary),
        LoweredNegate { Type.Kind: LoweredKind.Int64 } negate => CSharpCode.Primary($"unchecked(-{Emit(negate.Operand).In(Precedence.Unary)})"),
        LoweredNegate negate => new($"-{Emit(negate.Operand).In(Precedence.Unary)}", Precedence.Unary),
        LoweredConditional conditional => new($"{Emit(conditional.Test).In(Precedence.Or)} ? {Arm(conditional.Then, Precedence.Or)} : {Arm(conditional.Else, Precedence.Conditional)}", Precedence.Conditional),
        LoweredNullTest test => NullTest(test.Operand),
        LoweredConvert convert => Convert(convert),
        LoweredLet let => Let(let),
        LoweredOnce once => Once(once),
        LoweredNewArray array => NewArray(array),
        LoweredNew @new => New(@new),
        LoweredThrow error => CSharpCode.Primary($"global::CompiledRules.Runtime.Operators.OverloadDispatch.Throw<{CSharpText.TypeName(error.Type)}>({Text(error.Exception)})"),
        _ => throw new InvalidOperationException($"No C# form for {expression.GetType().Name}"),
    };

    private static CSharpCode Constant(LoweredConstant constant)
    {
        var type = CSharpText.TypeName(constant.Type);
        return (constant.Type.Kind, constant.Value) switch
        {
            (LoweredKind.Value, null) => CSharpCode.Primary(type + ".Null"),
            (LoweredKind.Value, var value) => CSharpCode.Primary($"{type}.From({CSharpText.Literal(value)})"),
            (_, null) => CSharpCode.Primary($"default({type})"),
            (LoweredKind.Boolean or LoweredKind.Int64 or LoweredKind.Float64, var value) when constant.Type.IsNullable =>
                new($"({type}){CSharpText.Literal(value)}", Precedence.Unary),
            (_, var value) => CSharpCode.Primary(CSharpText.Literal(value)),
        };
    }

    // The target of a member or call.
    private string Operand(LoweredExpression target) => Emit(target).In(Precedence.Primary);

    // A comparison among several arguments could be read as type arguments.
    private string Arguments(EquatableArray<LoweredExpression> arguments) => arguments.Count == 1
        ? Text(arguments[0])
        : string.Join(", ", arguments.Select(argument => Emit(argument) is var code && code.Precedence == Precedence.Relational ? $"({code.Text})" : code.Text));

    private string Arm(LoweredExpression expression, Precedence place) =>
        expression is LoweredThrow error ? $"throw {Emit(error.Exception).In(Precedence.Unary)}" : Emit(expression).In(place);

    private CSharpCode Binary(LoweredBinary binary)
    {
        var (sign, precedence) = SignOf(binary.Operator);
        // Only the right side needs more: operators of one level are applied from the left.
        var right = binary.Operator is LoweredBinaryOperator.And or LoweredBinaryOperator.Or ? precedence : precedence + 1;
        var text = $"{Emit(binary.Left).In(precedence)} {sign} {Emit(binary.Right).In(right)}";
        var canOverflow = binary.Type.Kind == LoweredKind.Int64 && precedence is Precedence.Additive or Precedence.Multiplicative;
        return canOverflow ? CSharpCode.Primary($"unchecked({text})") : new(text, precedence);
    }

    private static (string Sign, Precedence Precedence) SignOf(LoweredBinaryOperator @operator) => @operator switch
    {
        LoweredBinaryOperator.Add => ("+", Precedence.Additive),
        LoweredBinaryOperator.Subtract => ("-", Precedence.Additive),
        LoweredBinaryOperator.Multiply => ("*", Precedence.Multiplicative),
        LoweredBinaryOperator.BitAnd => ("&", Precedence.BitAnd),
        LoweredBinaryOperator.BitOr => ("|", Precedence.BitOr),
        LoweredBinaryOperator.BitXor => ("^", Precedence.BitXor),
        LoweredBinaryOperator.Equal => ("==", Precedence.Equality),
        LoweredBinaryOperator.NotEqual => ("!=", Precedence.Equality),
        LoweredBinaryOperator.Less => ("<", Precedence.Relational),
        LoweredBinaryOperator.LessOrEqual => ("<=", Precedence.Relational),
        LoweredBinaryOperator.Greater => (">", Precedence.Relational),
        LoweredBinaryOperator.GreaterOrEqual => (">=", Precedence.Relational),
        LoweredBinaryOperator.And => ("&&", Precedence.And),
        _ => ("||", Precedence.Or),
    };

    private CSharpCode NullTest(LoweredExpression operand) => operand.Type.Kind == LoweredKind.Value
        ? CSharpCode.Primary($"{Operand(operand)}.IsNull")
        : new($"{Emit(operand).In(Precedence.Relational)} is null", Precedence.Relational);

    private CSharpCode Convert(LoweredConvert convert)
    {
        var (from, to) = (convert.Operand.Type, convert.Type);
        if (from == to || (IsReference(from) && from.Nullable(false) == to.Nullable(false)))
            return Emit(convert.Operand);
        if (to.Kind == LoweredKind.Value)
            return CSharpCode.Primary($"{CSharpText.TypeName(to)}.From({Text(convert.Operand)})");
        if (from.IsNullable && from.Nullable(false) == to)
            return CSharpCode.Primary($"{Operand(convert.Operand)}.GetValueOrDefault()");

        var cast = $"({CSharpText.TypeName(to)}){Emit(convert.Operand).In(Precedence.Unary)}";
        // Between types of C# a cast may lose bits, whatever the project's setting for overflow is.
        return from.Kind == LoweredKind.Clr || to.Kind != LoweredKind.Clr ? new(cast, Precedence.Unary) : CSharpCode.Primary($"unchecked({cast})");
    }

    private static bool IsReference(LoweredType type) =>
        type.Kind is LoweredKind.String or LoweredKind.Bytes or LoweredKind.Array or LoweredKind.Object;

    // C# has no let in expressions; a pattern that always matches gives a name without a statement.
    private CSharpCode Let(LoweredLet let)
    {
        var value = Emit(let.Value).In(Precedence.Relational);
        var name = let.Variable.Name;
        var named = _declared.Add(name) ? $"{value} is var {name}" : $"({name} = {value}) is var _";
        return let.Type == LoweredType.Boolean
            ? new($"{named} && {Emit(let.Body).In(Precedence.And)}", Precedence.And)
            : new($"{named} ? {Arm(let.Body, Precedence.Or)} : default({CSharpText.TypeName(let.Type)})", Precedence.Conditional);
    }

    private CSharpCode Once(LoweredOnce once)
    {
        var (name, isDone) = (once.Variable.Name, once.IsDone.Name);
        return new($"{isDone} ? {name} : ({name} = {Text(once.Value)}) is var _ && ({isDone} = true) ? {name} : default({CSharpText.TypeName(once.Type)})", Precedence.Conditional);
    }

    private CSharpCode NewArray(LoweredNewArray array)
    {
        var items = string.Join(", ", array.Items.Select(Text));
        return array.Type.Name == RuntimeNames.ValueSpan
            ? new($"({CSharpText.TypeName(array.Type)})[{items}]", Precedence.Unary)
            : CSharpCode.Primary(array.Items.Count == 0 ? "global::System.Array.Empty<global::CompiledRules.SqlValue>()" : $"new global::CompiledRules.SqlValue[] {{ {items} }}");
    }

    private CSharpCode New(LoweredNew @new)
    {
        var type = CSharpText.TypeName(@new.Type);
        var members = string.Join(", ", @new.Members.Select(member => $"{CSharpText.Identifier(member.Member)} = {Text(member.Value)}"));
        return CSharpCode.Primary(@new.Members.Count == 0
            ? $"new {type}({Arguments(@new.Arguments)})"
            : $"new {type}{(@new.Arguments.Count == 0 ? "" : $"({Arguments(@new.Arguments)})")} {{ {members} }}");
    }
}
