using System.Runtime.CompilerServices;

namespace CompiledRules.Runtime.Operators;

public static partial class SqlOperators
{
    // The result of an ordering that a null takes part in: no comparison holds.
    private const int Unordered = int.MinValue;

    public static bool Equal(SqlValue left, SqlValue right, FunctionContext context) =>
        left.IsBoolean && right.IsBoolean ? left.AsBoolean() == right.AsBoolean() : Order("=", left, right, context) == 0;

    public static bool NotEqual(SqlValue left, SqlValue right, FunctionContext context)
    {
        if (left.IsBoolean && right.IsBoolean)
            return left.AsBoolean() != right.AsBoolean();
        if (left.IsNumber && right.IsNumber && (IsNaN(left) || IsNaN(right)))
            return true;

        return Order("!=", left, right, context) is not 0 and not Unordered;
    }

    public static bool Less(SqlValue left, SqlValue right, FunctionContext context) =>
        Order("<", left, right, context) is < 0 and not Unordered;

    public static bool LessOrEqual(SqlValue left, SqlValue right, FunctionContext context) =>
        Order("<=", left, right, context) is <= 0 and not Unordered;

    public static bool Greater(SqlValue left, SqlValue right, FunctionContext context) => Order(">", left, right, context) > 0;

    public static bool GreaterOrEqual(SqlValue left, SqlValue right, FunctionContext context) => Order(">=", left, right, context) >= 0;

    public static bool EqualText(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    /// <summary>By the bytes of the UTF-8 form.</summary>
    public static int Compare(string left, string right) => Utf8Order.Comparer.Compare(left, right);

    public static int Compare(SqlTime left, SqlTime right) => left.CompareTo(right);

    /// <summary>Both bounds are inside. Null anywhere gives false.</summary>
    public static bool Between(SqlValue value, SqlValue lower, SqlValue upper, FunctionContext context) =>
        IsBetween("BETWEEN", value, lower, upper, context) == true;

    public static bool NotBetween(SqlValue value, SqlValue lower, SqlValue upper, FunctionContext context) =>
        IsBetween("NOT BETWEEN", value, lower, upper, context) == false;

    /// <summary>Whether an element equals <paramref name="value"/>. A null array holds nothing; a null value is in no array.</summary>
    public static bool InArray(SqlValue value, SqlValue array, FunctionContext context) =>
        !array.IsNull && !value.IsNull && Holds("IN", value, array, context);

    /// <summary>Null is neither in an array nor outside one, but everything else is outside a null array.</summary>
    public static bool NotInArray(SqlValue value, SqlValue array, FunctionContext context) =>
        array.IsNull || (!value.IsNull && !Holds("NOT IN", value, array, context));

    private static bool Holds(string symbol, SqlValue value, SqlValue array, FunctionContext context)
    {
        RefuseNested(symbol, value);
        if (array.Kind != SqlKind.Array)
            throw new SqlException($"{symbol} needs a list or an array on its right, found {SqlText.Describe(array)}");

        foreach (var item in array.AsArray().AsSpan())
        {
            if (Equal(value, item, context))
                return true;
        }

        return false;
    }

    private static bool? IsBetween(string symbol, SqlValue value, SqlValue lower, SqlValue upper, FunctionContext context)
    {
        if (value.IsNull || lower.IsNull || upper.IsNull)
            return null;

        var toLower = Order(symbol, value, lower, context);
        var toUpper = Order(symbol, value, upper, context);
        return toLower != Unordered && toUpper != Unordered && toLower >= 0 && toUpper <= 0;
    }

    /// <summary>Negative, zero or positive; <see cref="Unordered"/> for null and for not-a-number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Order(string symbol, SqlValue left, SqlValue right, FunctionContext context)
    {
        if (left.IsFloat && right.IsFloat)
            return Order(left.AsFloat(), right.AsFloat());
        if (left.IsInteger && right.IsInteger)
            return left.AsInteger().CompareTo(right.AsInteger());
        return OrderOthers(symbol, left, right, context);
    }

    private static int Order(double left, double right) => left < right ? -1 : left > right ? 1 : left == right ? 0 : Unordered;

    private static int OrderOthers(string symbol, SqlValue left, SqlValue right, FunctionContext context)
    {
        if (left.IsNull || right.IsNull)
            return Unordered;
        if (left.IsNumber && right.IsNumber)
            return Order(left.AsNumber(), right.AsNumber());
        if (left.IsString && right.IsString)
            return Utf8Order.Comparer.Compare(left.AsString(), right.AsString());

        RefuseNested(symbol, left);
        return left.Kind == SqlKind.DateTime
            ? left.AsTime().CompareTo(SqlArguments.Time(right, context))
            : throw Invalid(symbol, left, right);
    }

    private static void RefuseNested(string symbol, SqlValue left)
    {
        if (left.Kind is SqlKind.Array or SqlKind.Object or SqlKind.Bytes)
            throw new SqlException($"{symbol} is an invalid operation for {SqlText.NameOf(left.Kind)}");
    }

    private static bool IsNaN(SqlValue value) => value.IsFloat && double.IsNaN(value.AsFloat());
}
