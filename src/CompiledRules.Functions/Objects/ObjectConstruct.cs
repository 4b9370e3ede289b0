namespace CompiledRules.Functions.Objects;

public static partial class ObjectFunctions
{
    /// <summary>An object of names and values by turns. A null name leaves its entry out; a null value is kept.</summary>
    [SqlFunction("object_construct", OnNull = NullGuard.None, MinArguments = 2, HasEvenArguments = true)]
    public static SqlObject ObjectConstruct(params ReadOnlySpan<SqlValue> namesAndValues)
    {
        if (namesAndValues.Length % 2 != 0)
            throw new SqlException("object_construct needs a value for each name");

        var entries = new SqlObject.Builder();
        for (var i = 0; i < namesAndValues.Length; i += 2)
        {
            if (!namesAndValues[i].IsNull)
                entries[ObjectName.Of(namesAndValues[i])] = namesAndValues[i + 1].IsNull ? SqlValue.Null : namesAndValues[i + 1];
        }

        return entries.ToObject();
    }
}
