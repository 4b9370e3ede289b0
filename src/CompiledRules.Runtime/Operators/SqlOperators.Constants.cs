using System.Runtime.CompilerServices;

namespace CompiledRules.Runtime.Operators;

// Comparisons with a constant on the right: no value is made of the constant unless the kinds are unusual.
public static partial class SqlOperators
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal(SqlValue left, long right, FunctionContext context) =>
        left.IsInteger ? left.AsInteger() == right : left.IsFloat ? left.AsFloat() == right : Equal(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool NotEqual(SqlValue left, long right, FunctionContext context) =>
        left.IsInteger ? left.AsInteger() != right : left.IsFloat ? left.AsFloat() != right : NotEqual(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Less(SqlValue left, long right, FunctionContext context) =>
        left.IsInteger ? left.AsInteger() < right : left.IsFloat ? left.AsFloat() < right : Less(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool LessOrEqual(SqlValue left, long right, FunctionContext context) =>
        left.IsInteger ? left.AsInteger() <= right : left.IsFloat ? left.AsFloat() <= right : LessOrEqual(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Greater(SqlValue left, long right, FunctionContext context) =>
        left.IsInteger ? left.AsInteger() > right : left.IsFloat ? left.AsFloat() > right : Greater(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool GreaterOrEqual(SqlValue left, long right, FunctionContext context) =>
        left.IsInteger ? left.AsInteger() >= right : left.IsFloat ? left.AsFloat() >= right : GreaterOrEqual(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal(SqlValue left, double right, FunctionContext context) =>
        left.IsNumber ? left.AsNumber() == right : Equal(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool NotEqual(SqlValue left, double right, FunctionContext context) =>
        left.IsNumber ? left.AsNumber() != right : NotEqual(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Less(SqlValue left, double right, FunctionContext context) =>
        left.IsNumber ? left.AsNumber() < right : Less(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool LessOrEqual(SqlValue left, double right, FunctionContext context) =>
        left.IsNumber ? left.AsNumber() <= right : LessOrEqual(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Greater(SqlValue left, double right, FunctionContext context) =>
        left.IsNumber ? left.AsNumber() > right : Greater(left, SqlValue.From(right), context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool GreaterOrEqual(SqlValue left, double right, FunctionContext context) =>
        left.IsNumber ? left.AsNumber() >= right : GreaterOrEqual(left, SqlValue.From(right), context);

    public static bool Equal(SqlValue left, string right, FunctionContext context) =>
        left.IsString ? EqualText(left.AsString(), right) : Equal(left, SqlValue.From(right), context);

    public static bool NotEqual(SqlValue left, string right, FunctionContext context) =>
        left.IsString ? !EqualText(left.AsString(), right) : NotEqual(left, SqlValue.From(right), context);

    public static bool Less(SqlValue left, string right, FunctionContext context) => Less(left, SqlValue.From(right), context);

    public static bool LessOrEqual(SqlValue left, string right, FunctionContext context) => LessOrEqual(left, SqlValue.From(right), context);

    public static bool Greater(SqlValue left, string right, FunctionContext context) => Greater(left, SqlValue.From(right), context);

    public static bool GreaterOrEqual(SqlValue left, string right, FunctionContext context) => GreaterOrEqual(left, SqlValue.From(right), context);
}
