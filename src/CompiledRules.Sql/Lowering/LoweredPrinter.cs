using System.Globalization;
using System.Text;

namespace CompiledRules.Sql.Lowering;

/// <summary>A lowered rule as text, in the manner of C#: one step after the other, each above what it works on.</summary>
public static class LoweredPrinter
{
    public static string Print(LoweredRule rule)
    {
        var text = new StringBuilder();
        Append(text, rule.Root, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, LoweredOperator root, int depth)
    {
        var step = LoweredStep.Of(root);
        AppendLine(text, depth, step.Title);
        foreach (var function in step.Functions)
            Append(text, function, depth + 1);
        foreach (var input in step.Inputs)
            Append(text, input, depth + 1);
    }

    private static void Append(StringBuilder text, LoweredFunction function, int depth)
    {
        var parameters = string.Join(", ", function.Lambda.Parameters.Select(static parameter => parameter.Name));
        AppendLine(text, depth, $"{function.Name}({parameters}):");
        Append(text, function.Lambda.Body, depth + 1);
        if (function.Lambda.Result is { } result)
            AppendLine(text, depth + 1, $"return {Of(result)}");
    }

    private static void Append(StringBuilder text, EquatableArray<LoweredStatement> statements, int depth)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case LoweredAssign assign:
                    AppendLine(text, depth, $"{assign.Variable.Name} = {Of(assign.Value)}");
                    break;
                case LoweredIf @if:
                    AppendLine(text, depth, $"if {Of(@if.Condition)}");
                    Append(text, @if.Then, depth + 1);
                    break;
                case LoweredDo @do:
                    AppendLine(text, depth, Of(@do.Expression));
                    break;
                case LoweredMark mark:
                    AppendLine(text, depth, $"place {mark.Place.ToString(CultureInfo.InvariantCulture)}");
                    break;
                default:
                    throw new InvalidOperationException($"No text for {statement.GetType().Name}");
            }
        }
    }

    private static void AppendLine(StringBuilder text, int depth, string line) => text.Append(' ', depth * 2).Append(line).Append('\n');

    private static string Of(LoweredExpression expression) => expression switch
    {
        LoweredConstant constant => OfConstant(constant.Value),
        LoweredSingleton singleton => $"static {ShortName(singleton.DeclaringType)}.{singleton.Method}({OfList(singleton.Arguments)})",
        LoweredVariable variable => variable.Name,
        LoweredMember member => $"{Of(member.Target)}.{member.Name}",
        LoweredSlot slot => $"{Of(slot.Row)}[{slot.Slot.ToString(CultureInfo.InvariantCulture)}]",
        LoweredElement element => $"{Of(element.Array)}[{Of(element.Index)}]",
        LoweredCall call => $"{ShortName(call.DeclaringType)}.{call.Method}({OfList(call.Arguments)})",
        LoweredInstanceCall call => $"{Of(call.Target)}.{call.Method}({OfList(call.Arguments)})",
        LoweredBinary binary => $"({Of(binary.Left)} {OfOperator(binary.Operator)} {Of(binary.Right)})",
        LoweredNot not => $"!{Of(not.Operand)}",
        LoweredNegate negate => $"-{Of(negate.Operand)}",
        LoweredConditional conditional => $"({Of(conditional.Test)} ? {Of(conditional.Then)} : {Of(conditional.Else)})",
        LoweredNullTest test => $"{Of(test.Operand)} is null",
        LoweredConvert convert => $"({OfType(convert.Type)}){Of(convert.Operand)}",
        LoweredLet let => $"(let {let.Variable.Name} = {Of(let.Value)} in {Of(let.Body)})",
        LoweredOnce once => $"once {once.Variable.Name} = {Of(once.Value)}",
        LoweredNewArray array => $"[{OfList(array.Items)}]",
        LoweredNew @new => $"new {OfType(@new.Type)}({OfList(@new.Arguments)}){OfMembers(@new.Members)}",
        LoweredThrow error => $"throw {Of(error.Exception)}",
        _ => $"{expression.GetType().Name.Replace("Lowered", "")}",
    };

    private static string OfMembers(EquatableArray<LoweredInitializer> members) =>
        members.IsEmpty ? "" : $" {{ {string.Join(", ", members.Select(static member => $"{member.Member} = {Of(member.Value)}"))} }}";

    private static string OfList(EquatableArray<LoweredExpression> expressions) => string.Join(", ", expressions.Select(Of));

    private static string OfConstant(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => $"\"{text}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string OfOperator(LoweredBinaryOperator @operator) => @operator switch
    {
        LoweredBinaryOperator.Add => "+",
        LoweredBinaryOperator.Subtract => "-",
        LoweredBinaryOperator.Multiply => "*",
        LoweredBinaryOperator.BitAnd => "&",
        LoweredBinaryOperator.BitOr => "|",
        LoweredBinaryOperator.BitXor => "^",
        LoweredBinaryOperator.Equal => "==",
        LoweredBinaryOperator.NotEqual => "!=",
        LoweredBinaryOperator.Less => "<",
        LoweredBinaryOperator.LessOrEqual => "<=",
        LoweredBinaryOperator.Greater => ">",
        LoweredBinaryOperator.GreaterOrEqual => ">=",
        LoweredBinaryOperator.And => "&&",
        LoweredBinaryOperator.Or => "||",
        _ => throw new InvalidOperationException($"No text for {@operator}"),
    };

    private static string OfType(LoweredType type) => type.Name is { } name ? ShortName(name) : type.IsNullable && type.Kind != LoweredKind.Value ? $"{type.Kind}?" : $"{type.Kind}";

    private static string ShortName(string name)
    {
        var arguments = name.IndexOf('<');
        var plain = arguments < 0 ? name : name.Substring(0, arguments);
        return plain.Substring(plain.LastIndexOf('.') + 1) + (arguments < 0 ? "" : "<…>");
    }
}
