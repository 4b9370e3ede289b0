using System.Runtime.CompilerServices;
using System.Text;

namespace CompiledRules.Runtime.Operators;

// Comparisons with a constant on the right: no value is made of the constant unless the kinds are unusual.
public static partial class SqlOperators
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal(SqlValue left, long right, FunctionContext context) =>
        left.IsInteger ? left.AsInteger() == right : left.IsFloat ? left.AsFloat() == right : EqualOthers(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool NotEqual(SqlValue left, long right, FunctionContext context) =>
        left.IsInteger ? left.AsInteger() != right : left.IsFloat ? left.AsFloat() != right : NotEqualOthers(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Less(SqlValue left, long right, FunctionContext context) =>
        left.IsInteger ? left.AsInteger() < right : left.IsFloat ? left.AsFloat() < right : LessOthers(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool LessOrEqual(SqlValue left, long right, FunctionContext context) =>
        left.IsInteger ? left.AsInteger() <= right : left.IsFloat ? left.AsFloat() <= right : LessOrEqualOthers(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Greater(SqlValue left, long right, FunctionContext context) =>
        left.IsInteger ? left.AsInteger() > right : left.IsFloat ? left.AsFloat() > right : GreaterOthers(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool GreaterOrEqual(SqlValue left, long right, FunctionContext context) =>
        left.IsInteger ? left.AsInteger() >= right : left.IsFloat ? left.AsFloat() >= right : GreaterOrEqualOthers(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal(SqlValue left, double right, FunctionContext context) =>
        left.IsNumber ? left.AsNumber() == right : EqualOthers(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool NotEqual(SqlValue left, double right, FunctionContext context) =>
        left.IsNumber ? left.AsNumber() != right : NotEqualOthers(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Less(SqlValue left, double right, FunctionContext context) =>
        left.IsNumber ? left.AsNumber() < right : LessOthers(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool LessOrEqual(SqlValue left, double right, FunctionContext context) =>
        left.IsNumber ? left.AsNumber() <= right : LessOrEqualOthers(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Greater(SqlValue left, double right, FunctionContext context) =>
        left.IsNumber ? left.AsNumber() > right : GreaterOthers(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool GreaterOrEqual(SqlValue left, double right, FunctionContext context) =>
        left.IsNumber ? left.AsNumber() >= right : GreaterOrEqualOthers(left, SqlValue.From(right), context);

    public static bool Equal(SqlValue left, string right, FunctionContext context) =>
        left.IsString ? IsText(left, right) : Equal(left, SqlValue.From(right), context);

    public static bool NotEqual(SqlValue left, string right, FunctionContext context) =>
        left.IsString ? !IsText(left, right) : NotEqual(left, SqlValue.From(right), context);

    public static bool Less(SqlValue left, string right, FunctionContext context) => Less(left, SqlValue.From(right), context);

    public static bool LessOrEqual(SqlValue left, string right, FunctionContext context) => LessOrEqual(left, SqlValue.From(right), context);

    public static bool Greater(SqlValue left, string right, FunctionContext context) => Greater(left, SqlValue.From(right), context);

    public static bool GreaterOrEqual(SqlValue left, string right, FunctionContext context) => GreaterOrEqual(left, SqlValue.From(right), context);

    // A text that came as UTF-8 is compared as it came. It is never shorter in bytes than in letters, and as long only where it is ASCII.
    private static bool IsText(SqlValue left, string right)
    {
        if (left.AsUtf8OrDefault() is not { } text)
            return EqualText(left.AsString(), right);

        var bytes = text.Bytes.Span;
        if (bytes.Length <= right.Length)
            return bytes.Length == right.Length && Ascii.Equals(bytes, right);
        return !Ascii.IsValid(right) && EqualText(text.ToString(), right);
    }

    // Values that are no numbers: by themselves, so that what is inlined into every rule is short.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool EqualOthers(SqlValue left, SqlValue right, FunctionContext context) => Equal(left, right, context);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool NotEqualOthers(SqlValue left, SqlValue right, FunctionContext context) => NotEqual(left, right, context);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool LessOthers(SqlValue left, SqlValue right, FunctionContext context) => Less(left, right, context);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool LessOrEqualOthers(SqlValue left, SqlValue right, FunctionContext context) => LessOrEqual(left, right, context);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool GreaterOthers(SqlValue left, SqlValue right, FunctionContext context) => Greater(left, right, context);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool GreaterOrEqualOthers(SqlValue left, SqlValue right, FunctionContext context) => GreaterOrEqual(left, right, context);
}
