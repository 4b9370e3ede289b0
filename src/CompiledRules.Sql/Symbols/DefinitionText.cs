using System.Globalization;
using System.Text;

namespace CompiledRules.Sql.Symbols;

/// <summary>Definitions as text and as JSON, in the forms that clients of the dialect read.</summary>
public static class DefinitionText
{
    private static readonly string[] s_describedOptions =
    [
        "CONF_KEY", "DATASOURCE", "FORMAT", "SCHEMAID", "KEY", "RETAIN_SIZE", "SHARED", "STRICT_VALIDATION", "TIMESTAMP",
        "TIMESTAMP_FORMAT", "TYPE", "EXTRA", "VERSION",
    ];

    /// <summary>The columns, then the options that are set, in a fixed order.</summary>
    public static string Describe(StreamSymbol symbol)
    {
        var text = new StringBuilder("Fields\n").Append('-', 80).Append('\n');
        foreach (var column in symbol.Columns)
        {
            text.Append(column.Name).Append('\t').Append(column.Type);
            if (column.Default is { } value)
                text.Append("\tDEFAULT\t").Append(Literal(value));
            text.Append('\n');
        }

        text.Append('\n');
        foreach (var name in s_describedOptions)
        {
            if (symbol.Option(name) is { } value)
                text.Append(name).Append(": ").Append(value).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A JSON array of objects with <c>Name</c> and <c>FieldType</c>.</summary>
    public static string ToJson(EquatableArray<ColumnSymbol> columns) =>
        $"[{string.Join(",", columns.Select(static column => $"{{\"FieldType\":{ToJson(column.Type)},\"Name\":{Quoted(column.Name)}}}"))}]";

    private static string ToJson(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Array => $"{{\"Type\":\"array\",\"ElementType\":{ToJson(type.Element ?? SqlType.Any)}}}",
        SqlTypeKind.Struct => $"{{\"Type\":\"struct\",\"Fields\":{ToJson(type.Fields)}}}",
        _ => Quoted(type.ToString()),
    };

    private static string Literal(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                quoted.Append('\\').Append(character);
            else if (character < ' ')
                quoted.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            else
                quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }
}
