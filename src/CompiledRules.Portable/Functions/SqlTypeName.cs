namespace CompiledRules.Portable.Functions;

/// <summary>Types as plugins declare them: the type names of SQL, and <c>any</c>.</summary>
internal static class SqlTypeName
{
    public static RemoteType Read(string name) => name.ToLowerInvariant() switch
    {
        "bigint" or "int" => RemoteType.Of(SqlKind.Integer),
        "float" => RemoteType.Of(SqlKind.Float),
        "string" => RemoteType.Of(SqlKind.String),
        "boolean" or "bool" => RemoteType.Of(SqlKind.Boolean),
        "bytea" => RemoteType.Of(SqlKind.Bytes),
        "datetime" => RemoteType.Of(SqlKind.DateTime),
        "array" => RemoteType.Of(SqlKind.Array),
        "struct" or "object" => RemoteType.Of(SqlKind.Object),
        _ => RemoteType.Any,
    };

    /// <summary>Numbers go for each other, and null goes anywhere.</summary>
    public static bool Takes(SqlKind parameter, SqlKind argument) =>
        parameter == argument
        || argument is SqlKind.Null or SqlKind.Missing
        || (IsNumber(parameter) && IsNumber(argument));

    private static bool IsNumber(SqlKind kind) => kind is SqlKind.Integer or SqlKind.Float;
}
