using CompiledRules;
using CompiledRules.Portable.Sdk;

namespace Meter;

internal static class Visits
{
    /// <summary>How often a key has come; the host keeps the count, so it outlives this process.</summary>
    public static SqlValue Count(ReadOnlySpan<SqlValue> arguments, PluginFunctionContext context)
    {
        var key = arguments[0].ToString();
        var visits = context.GetState(key) is { IsInteger: true } before ? before.AsInteger() + 1 : 1;
        context.PutState(key, visits);
        return visits;
    }
}
