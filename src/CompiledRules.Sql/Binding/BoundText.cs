using System.Globalization;

namespace CompiledRules.Sql.Binding;

/// <summary>Bound expressions as SQL, for plans and messages. An alias shows as its name, a column with its source.</summary>
public static class BoundText
{
    public static string Of(BoundExpression expression) => expression switch
    {
        BoundError => "?",
        BoundLiteral literal => OfLiteral(literal.Value),
        BoundField field => $"{field.Source.Name}.{field.Column.Name}",
        BoundFirstField field => field.Name,
        BoundAlias alias => alias.Alias.Name,
        BoundWholeRow row => OfRow(row),
        BoundUnary unary => OfUnary(unary),
        BoundBinary binary => $"{OfOperand(binary.Left)} {OfOperator(binary.Operator)} {OfOperand(binary.Right)}",
        BoundMember member => $"{OfOperand(member.Target)}->{member.Key}",
        BoundIndex index => $"{OfOperand(index.Target)}[{Of(index.Index)}]",
        BoundSlice slice => $"{OfOperand(slice.Target)}[{OfOptional(slice.Start)}:{OfOptional(slice.End)}]",
        BoundIn list => $"{OfOperand(list.Operand)}{Not(list.IsNegated)} IN ({OfList(list.Items)})",
        BoundInArray array => $"{OfOperand(array.Operand)}{Not(array.IsNegated)} IN {OfOperand(array.Array)}",
        BoundBetween between => $"{OfOperand(between.Operand)}{Not(between.IsNegated)} BETWEEN {OfOperand(between.Lower)} AND {OfOperand(between.Upper)}",
        BoundLike like => $"{OfOperand(like.Operand)}{Not(like.IsNegated)} LIKE {OfOperand(like.Pattern)}",
        BoundCase @case => OfCase(@case),
        BoundCall call => $"{call.Function.Name}({OfList(call.Arguments)})",
        BoundRemote remote => remote.Text,
        BoundAggregate aggregate => $"{aggregate.Function.Name}({OfList(aggregate.Arguments)})",
        BoundAnalytic analytic => $"{analytic.Function.Name}({OfList(analytic.Arguments)}){OfOver(analytic)}",
        BoundRowNumber number => $"row_number(){OfOver(number)}",
        BoundHitState state => $"last_{(state.IsAggregate ? "agg_" : "")}hit_{state.Kind.ToString().ToLowerInvariant()}()",
        BoundMeta meta => $"meta({OfMeta(meta)})",
        BoundConvert convert => $"CAST({Of(convert.Operand)} AS {convert.Type})",
        _ => throw new InvalidOperationException($"No text for {expression.GetType().Name}"),
    };

    public static string OfKeys(IEnumerable<BoundSortKey> keys) =>
        string.Join(", ", keys.Select(static key => Of(key.Expression) + (key.IsDescending ? " DESC" : "")));

    public static string OfList(IEnumerable<BoundExpression> expressions) => string.Join(", ", expressions.Select(Of));

    public static string OfOperator(BinaryOperator binary) => binary switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.Modulo => "%",
        BinaryOperator.BitAnd => "&",
        BinaryOperator.BitOr => "|",
        BinaryOperator.BitXor => "^",
        BinaryOperator.Equal => "=",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.And => "AND",
        BinaryOperator.Or => "OR",
        _ => "||",
    };

    private static string OfLiteral(object? value) => value switch
    {
        null => "NULL",
        bool flag => flag ? "TRUE" : "FALSE",
        string text => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"",
        double number when number == Math.Floor(number) && Math.Abs(number) < 1e15 => number.ToString("0.0", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"No text for a literal of {value.GetType().Name}"),
    };

    private static string OfRow(BoundWholeRow row) =>
        (row.Source is { } source ? $"{source.Name}.*" : "*")
        + (row.Except.IsEmpty ? "" : $" EXCEPT({string.Join(", ", row.Except)})")
        + (row.Replace.IsEmpty ? "" : $" REPLACE({string.Join(", ", row.Replace.Select(static item => $"{Of(item.Expression)} AS {item.Name}"))})");

    private static string OfUnary(BoundUnary unary) => unary.Operator switch
    {
        UnaryOperator.Negate => $"-{OfOperand(unary.Operand)}",
        UnaryOperator.Not => $"NOT {OfOperand(unary.Operand)}",
        UnaryOperator.IsNull => $"{OfOperand(unary.Operand)} IS NULL",
        _ => $"{OfOperand(unary.Operand)} IS NOT NULL",
    };

    private static string OfCase(BoundCase @case) =>
        "CASE"
        + (@case.Operand is { } operand ? $" {Of(operand)}" : "")
        + string.Concat(@case.Whens.Select(static when => $" WHEN {Of(when.Condition)} THEN {Of(when.Result)}"))
        + (@case.Else is { } otherwise ? $" ELSE {Of(otherwise)}" : "")
        + " END";

    private static string OfOver(BoundAnalytic analytic)
    {
        var parts = new List<string>();
        if (!analytic.PartitionBy.IsEmpty)
            parts.Add($"PARTITION BY {OfList(analytic.PartitionBy)}");
        if (analytic.When is { } when)
            parts.Add($"WHEN {Of(when)}");
        return parts.Count == 0 ? "" : $" OVER({string.Join(" ", parts)})";
    }

    private static string OfOver(BoundRowNumber number)
    {
        var parts = new List<string>();
        if (!number.PartitionBy.IsEmpty)
            parts.Add($"PARTITION BY {OfList(number.PartitionBy)}");
        if (!number.OrderBy.IsEmpty)
            parts.Add($"ORDER BY {OfKeys(number.OrderBy)}");
        return parts.Count == 0 ? "" : $" OVER({string.Join(" ", parts)})";
    }

    private static string OfMeta(BoundMeta meta) =>
        (meta.Source is { } source ? $"{source.Name}." : "") + (meta.Path.IsEmpty ? "*" : string.Join("->", meta.Path));

    // Parentheses say how the tree hangs together, whatever the precedence.
    private static string OfOperand(BoundExpression operand) =>
        operand is BoundBinary or BoundIn or BoundInArray or BoundBetween or BoundLike or BoundUnary ? $"({Of(operand)})" : Of(operand);

    private static string OfOptional(BoundExpression? expression) => expression is null ? "" : Of(expression);

    private static string Not(bool isNegated) => isNegated ? " NOT" : "";
}
