namespace CompiledRules.Functions.Objects;

public static partial class ObjectFunctions
{
    /// <summary>All entries of the objects, later ones winning; nulls are skipped.</summary>
    [SqlFunction("object_concat", OnNull = NullGuard.None, MinArguments = 2)]
    public static SqlObject ObjectConcat(params ReadOnlySpan<SqlValue> maps)
    {
        var entries = new SqlObject.Builder();
        foreach (var map in maps)
        {
            if (map.Kind == SqlKind.Object)
                entries.AddAll(map.AsObject());
            else if (!map.IsNull)
                throw new SqlException($"object_concat needs objects, not {SqlText.Describe(map)}");
        }

        return entries.ToObject();
    }
}
