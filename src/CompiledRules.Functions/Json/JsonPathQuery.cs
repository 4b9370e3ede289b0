namespace CompiledRules.Functions.Json;

public static partial class JsonFunctions
{
    /// <summary>What the path selects: one value for a definite path, an array for one with wildcards, slices or filters.</summary>
    /// <param name="value">An object, an array, or text that is JSON.</param>
    /// <exception cref="SqlException">The value or the path is of no use, or a definite path leads nowhere.</exception>
    [SqlFunction("json_path_query", OnNull = NullGuard.None)]
    public static SqlValue JsonPathQuery([SqlParameter(Literals = [SqlKind.String])] SqlValue value, [SqlParameter(Literals = [SqlKind.String])] SqlValue path) =>
        Query(value, path);

    private static SqlValue Query(SqlValue value, SqlValue path)
    {
        var query = path.IsString ? JsonPath.Get(path.AsString()) : throw new SqlException($"expected a JSON path, found {SqlText.Describe(path)}");
        return query.Evaluate(value.Kind switch
        {
            SqlKind.Object or SqlKind.Array => value,
            SqlKind.String => SqlJson.Parse(value.AsString()),
            _ => throw new SqlException($"expected a struct, an array or JSON text for a JSON path, found {SqlText.Describe(value)}"),
        });
    }
}
