namespace CompiledRules.Portable.Connectors;

/// <summary>A stream's options as the plugin's <c>configure</c> is given them.</summary>
internal static class PluginOptions
{
    // Plugins may rely on these being there.
    private static readonly (string Option, string Name, SqlValue Default)[] s_common =
    [
        ("FORMAT", "format", "json"),
        ("KEY", "key", ""),
        ("DATASOURCE", "datasource", ""),
        ("SCHEMAID", "schemaId", ""),
        ("DELIMITER", "delimiter", ""),
        ("RETAIN_SIZE", "retainSize", 0L),
        ("STRICT_VALIDATION", "strictValidation", false),
        ("TIMESTAMP", "timestamp", ""),
        ("TIMESTAMP_FORMAT", "timestampFormat", ""),
    ];

    /// <summary>Options as given, what <c>EXTRA</c> holds over them, and those that every source is given.</summary>
    public static SqlObject OfSource(ConnectorOptions options)
    {
        var config = new SqlObject.Builder();
        var given = options.ToObject();
        for (var i = 0; i < given.Count; i++)
        {
            var name = given.Names[i];
            if (!name.Equals("EXTRA", StringComparison.OrdinalIgnoreCase) && !s_common.Any(common => common.Option.Equals(name, StringComparison.OrdinalIgnoreCase)))
                config[name] = given.Values[i];
        }

        if (Extra(options, given) is { } extra)
            config.AddAll(extra);
        foreach (var (option, known, fallback) in s_common)
            config[known] = Common(options, option, fallback);
        return config.ToObject();
    }

    // SQL has it as text, configuration as an object; a host may have spread it over the options before.
    private static SqlObject? Extra(ConnectorOptions options, SqlObject given)
    {
        var names = given.Names.ToArray();
        var position = Array.FindIndex(names, static name => name.Equals("EXTRA", StringComparison.OrdinalIgnoreCase));
        if (position < 0 || given.Values[position].IsNull)
            return null;

        var value = given.Values[position];
        try
        {
            value = value.IsString ? SqlJson.Parse(value.AsString(), wholeNumbersAsIntegers: true) : value;
        }
        catch (SqlException error)
        {
            throw options.Error("EXTRA", error.Message);
        }

        return value.Kind == SqlKind.Object ? value.AsObject() : throw options.Error("EXTRA", $"found {value}; expected an object");
    }

    private static SqlValue Common(ConnectorOptions options, string option, SqlValue fallback) => fallback.Kind switch
    {
        SqlKind.Integer => options.GetInteger(option, fallback.AsInteger()),
        SqlKind.Boolean => options.GetBoolean(option, fallback.AsBoolean()),
        _ when option == "FORMAT" => options.GetString(option, fallback.AsString()).ToLowerInvariant(),
        _ => options.GetString(option, fallback.AsString()),
    };
}
