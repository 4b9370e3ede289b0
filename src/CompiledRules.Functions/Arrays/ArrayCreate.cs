namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The arguments that are not null; null when there are none.</summary>
    [SqlFunction("array_create", OnNull = NullGuard.None, MinArguments = 1)]
    public static SqlArray? ArrayCreate(params ReadOnlySpan<SqlValue> values)
    {
        var items = new List<SqlValue>(values.Length);
        foreach (var value in values)
        {
            if (!value.IsNull)
                items.Add(value);
        }

        return items.Count == 0 ? null : new SqlArray([.. items]);
    }
}
