using System.Runtime.CompilerServices;
using CompiledRules.Plugins;

namespace CompiledRules.Runtime.Operators;

public static partial class SqlOperators
{
    public static bool IsTrue(SqlValue value) => value.IsBoolean && value.AsBoolean();

    public static bool IsFalse(SqlValue value) => value.IsBoolean && !value.AsBoolean();

    /// <summary>Whether a condition lets a row pass: null does not, and only a boolean may decide.</summary>
    public static bool Condition(SqlValue value)
    {
        if (value.IsBoolean)
            return value.AsBoolean();

        return value.IsNull ? false : throw new SqlException($"invalid condition that returns non-bool value {SqlText.Describe(value)}");
    }

    /// <summary>AND of a left side that is not false; null on either side gives false.</summary>
    public static bool And(SqlValue left, SqlValue right) => AreBoolean("AND", left, right) && left.AsBoolean() && right.AsBoolean();

    /// <summary>OR of a left side that is not true; null on either side gives false.</summary>
    public static bool Or(SqlValue left, SqlValue right) => AreBoolean("OR", left, right) && (left.AsBoolean() || right.AsBoolean());

    public static SqlValue Not(SqlValue operand) => operand.Kind switch
    {
        SqlKind.Missing or SqlKind.Null => SqlValue.Null,
        SqlKind.Boolean => !operand.AsBoolean(),
        _ => throw new SqlException($"invalid operation NOT {SqlText.Describe(operand)}"),
    };

    /// <summary>Whether a function guards against the value: null, an empty array, an empty object.</summary>
    public static bool IsNullOrEmpty(SqlValue value) => PluginArguments.IsNullOrEmpty(value);

    public static SqlValue FirstPresent(SqlValue first, SqlValue second) => first.IsMissing ? second : first;

    /// <summary>What leaves a column out of the output where it is null.</summary>
    public static SqlValue OmitNull(SqlValue value) => value.IsNull ? SqlValue.Missing : value;

    /// <summary>What writes a column as null where it is missing.</summary>
    public static SqlValue WriteNull(SqlValue value) => value.IsNull ? SqlValue.Null : value;

    public static bool Like(SqlValue value, LikePattern pattern)
    {
        if (value.AsUtf8OrDefault() is { } utf8)
            return pattern.IsMatch(utf8);

        return value.IsString ? pattern.IsMatch(value.AsString()) : throw NoTextForLike(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Like(string? value, LikePattern pattern) => value is null ? throw NoTextForLike(SqlValue.Null) : pattern.IsMatch(value);

    public static bool Like(SqlValue value, SqlValue pattern)
    {
        if (!pattern.IsString)
            throw new SqlException($"LIKE needs a string on its right, found {SqlText.Describe(pattern)}");

        return Like(value, LikePattern.Cached(pattern.AsString()));
    }

    private static SqlException NoTextForLike(SqlValue value) => new($"LIKE needs a string on its left, found {SqlText.Describe(value)}");

    private static bool AreBoolean(string symbol, SqlValue left, SqlValue right)
    {
        if (left.IsNull || right.IsNull)
            return false;

        return left.IsBoolean && right.IsBoolean ? true : throw Invalid(symbol, left, right);
    }
}
