using CompiledRules.Functions.Strings;

namespace CompiledRules.Functions.Json;

/// <summary>An expression in a filter. A path that leads nowhere is missing, and a comparison with it is false.</summary>
internal abstract record JsonPathCondition
{
    /// <param name="current">What <c>@</c> means.</param>
    /// <param name="root">What <c>$</c> means.</param>
    public abstract SqlValue Evaluate(SqlValue current, SqlValue root);

    /// <summary>True, or any value that is not null, not false, not zero and not empty text.</summary>
    public static bool IsTrue(SqlValue value) => value.Kind switch
    {
        SqlKind.Missing or SqlKind.Null => false,
        SqlKind.Boolean => value.AsBoolean(),
        SqlKind.Integer or SqlKind.Float => value.AsNumber() != 0,
        SqlKind.String => value.AsString().Length > 0,
        _ => true,
    };
}

internal sealed record LiteralCondition(SqlValue Value) : JsonPathCondition
{
    public override SqlValue Evaluate(SqlValue current, SqlValue root) => Value;
}

/// <summary><c>@.a</c> or <c>$.a</c>.</summary>
internal sealed record PathCondition(bool IsFromRoot, JsonPath Path) : JsonPathCondition
{
    public override SqlValue Evaluate(SqlValue current, SqlValue root) =>
        Path.Select(root, IsFromRoot ? root : current) is { Count: > 0 } found ? found[0] : SqlValue.Missing;
}

internal sealed record NotCondition(JsonPathCondition Operand) : JsonPathCondition
{
    public override SqlValue Evaluate(SqlValue current, SqlValue root) => !IsTrue(Operand.Evaluate(current, root));
}

/// <summary><c>&amp;&amp;</c> and <c>||</c>.</summary>
internal sealed record LogicalCondition(bool IsAnd, JsonPathCondition Left, JsonPathCondition Right) : JsonPathCondition
{
    public override SqlValue Evaluate(SqlValue current, SqlValue root) =>
        IsTrue(Left.Evaluate(current, root)) == IsAnd ? IsTrue(Right.Evaluate(current, root)) : !IsAnd;
}

/// <summary>A comparison: <c>== != &lt; &lt;= &gt; &gt;=</c>, or <c>=~</c> with a regular expression.</summary>
internal sealed record ComparisonCondition(string Operator, JsonPathCondition Left, JsonPathCondition Right) : JsonPathCondition
{
    public override SqlValue Evaluate(SqlValue current, SqlValue root)
    {
        var left = Left.Evaluate(current, root);
        var right = Right.Evaluate(current, root);
        if (left.IsMissing || right.IsMissing)
            return false;

        return Operator switch
        {
            "==" => AreEqual(left, right),
            "!=" => !AreEqual(left, right),
            "=~" => left.IsString && right.IsString && RegexCache.Get(right.AsString()).IsMatch(left.AsString()),
            _ => Compare(left, right) is { } order && Holds(order),
        };
    }

    private bool Holds(int order) => Operator switch
    {
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    private static bool AreEqual(SqlValue left, SqlValue right) =>
        left.IsNumber && right.IsNumber ? left.AsNumber() == right.AsNumber() : left.Equals(right);

    private static int? Compare(SqlValue left, SqlValue right)
    {
        if (left.IsNumber && right.IsNumber)
            return left.AsNumber().CompareTo(right.AsNumber());

        return left.IsString && right.IsString ? string.CompareOrdinal(left.AsString(), right.AsString()) : null;
    }
}
