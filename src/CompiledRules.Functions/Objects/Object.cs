namespace CompiledRules.Functions.Objects;

public static partial class ObjectFunctions
{
    /// <summary>An object of an array of names and an array of as many values.</summary>
    [SqlFunction("object", GuardsEmpty = true)]
    public static SqlObject ObjectOf(SqlArray names, SqlArray values)
    {
        if (names.Count != values.Count)
            throw new SqlException($"object needs as many values as names, not {values.Count} for {names.Count}");

        var entries = new SqlObject.Builder();
        for (var i = 0; i < names.Count; i++)
            entries[ObjectName.Of(names[i])] = values[i];
        return entries.ToObject();
    }
}
