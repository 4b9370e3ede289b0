namespace CompiledRules.Functions.Json;

public static partial class JsonFunctions
{
    /// <summary>Whether the path selects anything that is not null. Whatever goes wrong counts as nothing selected.</summary>
    [SqlFunction("json_path_exists", OnNull = NullGuard.None)]
    public static bool JsonPathExists([SqlParameter(Literals = [SqlKind.String])] SqlValue value, [SqlParameter(Literals = [SqlKind.String])] SqlValue path)
    {
        try
        {
            var result = Query(value, path);
            return !result.IsNull && (result.Kind != SqlKind.Array || result.AsArray().Count > 0);
        }
        catch (SqlException)
        {
            return false;
        }
    }
}
