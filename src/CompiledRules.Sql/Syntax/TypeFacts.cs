namespace CompiledRules.Sql.Syntax;

/// <summary>The names of types, and what other dialects call them.</summary>
internal static class TypeFacts
{
    private static readonly Dictionary<string, SimpleType> s_simpleTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["BIGINT"] = SimpleType.Bigint,
        ["FLOAT"] = SimpleType.Float,
        ["STRING"] = SimpleType.String,
        ["DATETIME"] = SimpleType.Datetime,
        ["BOOLEAN"] = SimpleType.Boolean,
        ["BYTEA"] = SimpleType.Bytea,
    };

    private static readonly Dictionary<string, string> s_foreignNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["INT"] = "BIGINT",
        ["INTEGER"] = "BIGINT",
        ["LONG"] = "BIGINT",
        ["SMALLINT"] = "BIGINT",
        ["DOUBLE"] = "FLOAT",
        ["REAL"] = "FLOAT",
        ["DECIMAL"] = "FLOAT",
        ["NUMERIC"] = "FLOAT",
        ["TEXT"] = "STRING",
        ["CHAR"] = "STRING",
        ["VARCHAR"] = "STRING",
        ["BOOL"] = "BOOLEAN",
        ["DATE"] = "DATETIME",
        ["TIMESTAMP"] = "DATETIME",
        ["BLOB"] = "BYTEA",
        ["BYTES"] = "BYTEA",
        ["BINARY"] = "BYTEA",
        ["MAP"] = "STRUCT",
        ["OBJECT"] = "STRUCT",
        ["LIST"] = "ARRAY",
    };

    public static SimpleType? SimpleTypeOf(SyntaxToken token) =>
        token.Kind == SyntaxKind.Identifier && s_simpleTypes.TryGetValue(token.Text, out var type) ? type : null;

    public static string NameOf(SimpleType type) => s_simpleTypes.First(pair => pair.Value == type).Key;

    public static string? HintFor(SyntaxToken token)
    {
        if (s_foreignNames.TryGetValue(token.Text, out var name))
            return $"write {name}";

        return Spelling.Nearest(token.Text, [.. s_simpleTypes.Keys, "ARRAY", "STRUCT"]) is { } near ? $"did you mean {near}?" : null;
    }
}
