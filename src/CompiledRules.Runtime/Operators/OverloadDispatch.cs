using CompiledRules.Plugins;

namespace CompiledRules.Runtime.Operators;

/// <summary>Chooses among the overloads of a function by the kinds of its arguments.</summary>
public static class OverloadDispatch
{
    private const int WholeFloat = 1 << 9;
    private const int Empty = 1 << 10;

    /// <param name="kinds">A bit per accepted kind, from bit 0: null, boolean, integer, float, string, bytes, time, array, object; then a float without fraction, then an empty array or object.</param>
    public static bool Fits(SqlValue value, int kinds)
    {
        var bit = value.Kind == SqlKind.Missing ? 1 : 1 << ((int)value.Kind - 1);
        return (kinds & bit) != 0
            || ((kinds & WholeFloat) != 0 && PluginArguments.IsWhole(value))
            || ((kinds & Empty) != 0 && SqlOperators.IsNullOrEmpty(value));
    }

    /// <summary>Fails where an expression is wanted.</summary>
    public static TValue Throw<TValue>(Exception exception) => throw exception;

    public static Exception NoOverload(string function, SqlValue[] arguments) => PluginArguments.NoOverload(function, arguments);

    public static Exception NullColumn(string column) => new SqlException($"column {column} is null, but the member of that name takes no null");
}
