namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>An object of pairs <c>{"key": …, "value": …}</c>.</summary>
    [SqlFunction("kvpair_array_to_obj", GuardsEmpty = true)]
    public static SqlObject KvpairArrayToObj(SqlArray pairs)
    {
        var entries = new SqlObject.Builder();
        foreach (var pair in pairs.AsSpan())
        {
            if (pair.Kind != SqlKind.Object || !pair.AsObject()["key"].IsString || !pair.AsObject().TryGetValue("value", out var value))
                throw new SqlException($"An element must be an object with a string 'key' and a 'value', not {SqlText.Describe(pair)}");

            entries[pair.AsObject()["key"].AsString()] = value;
        }

        return entries.ToObject();
    }
}
