using CompiledRules.Functions.Conversion;

namespace CompiledRules.Functions.Misc;

public static partial class MiscFunctions
{
    /// <summary>A value that other rules or functions keep under <paramref name="key"/>, cast to a type; the fallback, as it is, when there is none.</summary>
    /// <exception cref="SqlException">The kept value has no form of that type.</exception>
    [SqlFunction("get_keyed_state", OnNull = NullGuard.None, IsDeterministic = false)]
    public static SqlValue GetKeyedState(
        FunctionContext context,
        [SqlParameter(Coercion = Coercion.Text)] string key,
        [SqlParameter(Coercion = Coercion.Text, OneOf = ["bigint", "float", "string", "boolean", "datetime"])] string type,
        SqlValue fallback)
    {
        var value = context.KeyedState.Get(key);
        return value.IsMissing ? fallback : ConversionFunctions.Cast(context, value, type);
    }
}
