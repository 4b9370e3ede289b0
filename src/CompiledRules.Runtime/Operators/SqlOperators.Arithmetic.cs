using System.Runtime.CompilerServices;

namespace CompiledRules.Runtime.Operators;

/// <summary>The operators of SQL on values whose kinds are known only when the row is there.</summary>
/// <remarks>A wrong kind is a <see cref="SqlException"/> that names both operands.</remarks>
public static partial class SqlOperators
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SqlValue Add(SqlValue left, SqlValue right)
    {
        if (left.IsFloat && right.IsFloat)
            return left.AsFloat() + right.AsFloat();
        if (left.IsInteger && right.IsInteger)
            return left.AsInteger() + right.AsInteger();
        return AddOthers(left, right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SqlValue Subtract(SqlValue left, SqlValue right)
    {
        if (left.IsFloat && right.IsFloat)
            return left.AsFloat() - right.AsFloat();
        if (left.IsInteger && right.IsInteger)
            return left.AsInteger() - right.AsInteger();
        return SubtractOthers(left, right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SqlValue Multiply(SqlValue left, SqlValue right)
    {
        if (left.IsFloat && right.IsFloat)
            return left.AsFloat() * right.AsFloat();
        if (left.IsInteger && right.IsInteger)
            return left.AsInteger() * right.AsInteger();
        return MultiplyOthers(left, right);
    }

    // By themselves, so that what is inlined into every rule is short: most of the time to compile a rule goes into such code.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SqlValue AddOthers(SqlValue left, SqlValue right) =>
        CanCompute("+", left, right) ? left.AsNumber() + right.AsNumber() : SqlValue.Null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SqlValue SubtractOthers(SqlValue left, SqlValue right) =>
        CanCompute("-", left, right) ? left.AsNumber() - right.AsNumber() : SqlValue.Null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SqlValue MultiplyOthers(SqlValue left, SqlValue right) =>
        CanCompute("*", left, right) ? left.AsNumber() * right.AsNumber() : SqlValue.Null;

    public static SqlValue Divide(SqlValue left, SqlValue right)
    {
        if (left.IsInteger && right.IsInteger)
            return Divide(left.AsInteger(), right.AsInteger());
        return CanCompute("/", left, right) ? Divide(left.AsNumber(), right.AsNumber()) : SqlValue.Null;
    }

    public static SqlValue Modulo(SqlValue left, SqlValue right)
    {
        if (left.IsInteger && right.IsInteger)
            return Modulo(left.AsInteger(), right.AsInteger());
        return CanCompute("%", left, right) ? Modulo(left.AsNumber(), right.AsNumber()) : SqlValue.Null;
    }

    /// <summary>Towards zero; the one quotient that does not fit wraps.</summary>
    public static long Divide(long left, long right) => right switch
    {
        0 => throw DividedByZero(),
        -1 => -left,
        _ => left / right,
    };

    public static double Divide(double left, double right) => right == 0 ? throw DividedByZero() : left / right;

    /// <summary>With the sign of <paramref name="left"/>.</summary>
    public static long Modulo(long left, long right) => right switch
    {
        0 => throw DividedByZero(),
        -1 => 0,
        _ => left % right,
    };

    public static double Modulo(double left, double right) => right == 0 ? throw DividedByZero() : left % right;

    public static SqlValue Negate(SqlValue operand) => operand.Kind switch
    {
        SqlKind.Missing or SqlKind.Null => SqlValue.Null,
        SqlKind.Integer => -operand.AsInteger(),
        SqlKind.Float => -operand.AsFloat(),
        _ => throw new SqlException($"invalid operation -{SqlText.Describe(operand)}"),
    };

    public static SqlValue BitAnd(SqlValue left, SqlValue right) => Bitwise("&", left, right);

    public static SqlValue BitOr(SqlValue left, SqlValue right) => Bitwise("|", left, right);

    public static SqlValue BitXor(SqlValue left, SqlValue right) => Bitwise("^", left, right);

    public static string Concat(string left, string right) => string.Concat(left, right);

    /// <summary>The text of both; null with anything is null.</summary>
    public static SqlValue Concat(SqlValue left, SqlValue right) =>
        left.IsNull || right.IsNull ? SqlValue.Null : string.Concat(SqlText.ToText(left), SqlText.ToText(right));

    // Null on either side wins over a wrong kind on the other.
    private static bool CanCompute(string symbol, SqlValue left, SqlValue right)
    {
        if (left.IsNull || right.IsNull)
            return false;

        return left.IsNumber && right.IsNumber ? true : throw Invalid(symbol, left, right);
    }

    // Null gives false here, not null.
    private static SqlValue Bitwise(string symbol, SqlValue left, SqlValue right)
    {
        if (left.IsNull || right.IsNull)
            return SqlValue.False;
        if ((!left.IsInteger || !right.IsInteger) && (!left.IsBoolean || !right.IsBoolean))
            throw Invalid(symbol, left, right);

        var (x, y) = (left.AsInteger(), right.AsInteger());
        var bits = symbol switch { "&" => x & y, "|" => x | y, _ => x ^ y };
        return left.IsBoolean ? bits != 0 : bits;
    }

    private static SqlException DividedByZero() => new("divided by zero");

    private static SqlException Invalid(string symbol, SqlValue left, SqlValue right) =>
        new($"invalid operation {SqlText.Describe(left)} {symbol} {SqlText.Describe(right)}");
}
