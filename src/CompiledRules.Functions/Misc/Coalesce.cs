namespace CompiledRules.Functions.Misc;

public static partial class MiscFunctions
{
    /// <summary>The first argument that is not null, or null.</summary>
    [SqlFunction("coalesce", MinArguments = 1)]
    public static SqlValue Coalesce(params ReadOnlySpan<SqlValue> values)
    {
        foreach (var value in values)
        {
            if (!value.IsNull)
                return value;
        }

        return SqlValue.Null;
    }
}
