namespace CompiledRules.Functions.Objects;

public static partial class ObjectFunctions
{
    /// <summary>The object without an entry, or without those named in an array.</summary>
    [SqlFunction("erase", GuardsEmpty = true)]
    public static SqlObject? Erase(SqlObject map, [SqlParameter(Literals = [SqlKind.String])] SqlValue names)
    {
        if (names.IsNull)
            return null;

        var entries = new SqlObject.Builder().AddAll(map);
        foreach (var name in ObjectName.AllOf(names))
            entries.Remove(name);
        return entries.ToObject();
    }
}
