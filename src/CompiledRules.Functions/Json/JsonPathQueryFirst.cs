namespace CompiledRules.Functions.Json;

public static partial class JsonFunctions
{
    /// <summary>The first of the values that the path selects; null when there are none.</summary>
    /// <exception cref="SqlException">The result is no array, the value or the path is of no use, or a definite path leads nowhere.</exception>
    [SqlFunction("json_path_query_first", OnNull = NullGuard.None)]
    public static SqlValue JsonPathQueryFirst([SqlParameter(Literals = [SqlKind.String])] SqlValue value, [SqlParameter(Literals = [SqlKind.String])] SqlValue path)
    {
        var result = Query(value, path);
        if (result.Kind != SqlKind.Array)
            throw new SqlException($"expected a JSON path that selects an array, found {SqlText.Describe(result)}");

        return result.AsArray() is { Count: > 0 } found ? found[0] : SqlValue.Null;
    }
}
