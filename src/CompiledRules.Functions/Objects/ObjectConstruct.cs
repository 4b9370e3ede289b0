namespace CompiledRules.Functions.Objects;

public static partial class ObjectFunctions
{
    /// <summary>An object of names and values by turns. A null name leaves its entry out; a null value is kept.</summary>
    /// <param name="more">Further names and values.</param>
    [SqlFunction("object_construct", OnNull = NullGuard.None, HasEvenArguments = true)]
    public static SqlObject ObjectConstruct([SqlParameter(Literals = [SqlKind.String])] SqlValue name, SqlValue value, params ReadOnlySpan<SqlValue> more)
    {
        if (more.Length % 2 != 0)
            throw new SqlException("object_construct needs a value for each name");

        var entries = new SqlObject.Builder();
        AddEntry(entries, name, value);
        for (var i = 0; i < more.Length; i += 2)
            AddEntry(entries, more[i], more[i + 1]);
        return entries.ToObject();
    }

    private static void AddEntry(SqlObject.Builder entries, SqlValue name, SqlValue value)
    {
        if (!name.IsNull)
            entries[ObjectName.Of(name)] = value.IsNull ? SqlValue.Null : value;
    }
}
