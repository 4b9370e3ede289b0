namespace CompiledRules.Connectors.Sql;

/// <summary>A column that grows from row to row, by which a stream knows what it has read.</summary>
/// <param name="Start">Rows begin behind this value; missing to begin with the first row.</param>
/// <param name="Format">How the time of a datetime column stands in text; null for the known forms.</param>
internal sealed record SqlIndexField(string Name, SqlValue Start, string Type, string? Format)
{
    public static IReadOnlyList<SqlIndexField> Read(ConnectorOptions options)
    {
        var fields = options.GetArrayOrNull("indexFields");
        if (fields is not null)
            return [.. fields.Select(field => ReadOne(field.Kind == SqlKind.Object ? field.AsObject() : throw options.Error("indexFields", "expected a list of objects with indexField"), options))];

        // One field may stand by itself.
        return options.Has("indexField") ? [ReadOne(options, options)] : [];
    }

    private static SqlIndexField ReadOne(SqlObject field, ConnectorOptions options)
    {
        var properties = new ConnectorOptions(options.Connector, field);
        var result = ReadOne(properties, options);
        properties.RejectUnknown();
        return result;
    }

    private static SqlIndexField ReadOne(ConnectorOptions field, ConnectorOptions options)
    {
        var name = field.RequireString("indexField", "the column that grows from row to row");
        var type = field.GetChoice("indexFieldType", "", "", "bigint", "float", "string", "datetime");
        var format = field.GetStringOrNull("dateTimeFormat");
        var text = field.GetStringOrNull("indexValue");
        try
        {
            return new SqlIndexField(name, text is null ? SqlValue.Missing : Convert(text, type, format), type, format);
        }
        catch (SqlException exception)
        {
            throw options.Error("indexValue", $"{exception.Message}");
        }
    }

    private static SqlValue Convert(string text, string type, string? format) => type switch
    {
        "bigint" => SqlConvert.TryToInteger(text, Strictness.All, out var number) ? number : throw Mismatch(text, type),
        "float" => SqlConvert.TryToFloat(text, Strictness.All, out var number) ? number : throw Mismatch(text, type),
        "datetime" => SqlValue.From(SqlTimeParse.FromValue(text, TimeZoneInfo.Utc, format)),
        "" when SqlConvert.TryToInteger(text, Strictness.All, out var number) => number,
        _ => text,
    };

    private static SqlException Mismatch(string text, string type) => new($"found \"{text}\"; expected {type}");
}
