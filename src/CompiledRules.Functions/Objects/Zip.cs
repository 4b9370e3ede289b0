namespace CompiledRules.Functions.Objects;

public static partial class ObjectFunctions
{
    /// <summary>An object of an array of pairs <c>[name, value]</c>; null elements are skipped.</summary>
    [SqlFunction("zip", GuardsEmpty = true)]
    public static SqlObject Zip(SqlArray pairs)
    {
        var entries = new SqlObject.Builder();
        foreach (var pair in pairs.AsSpan())
        {
            if (pair.IsNull)
                continue;

            if (pair.Kind != SqlKind.Array || pair.AsArray().Count != 2)
                throw new SqlException($"An element of zip must be an array of name and value, not {SqlText.Describe(pair)}");

            entries[ObjectName.Of(pair.AsArray()[0])] = pair.AsArray()[1];
        }

        return entries.ToObject();
    }
}
