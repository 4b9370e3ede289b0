using CompiledRules.Connectors.Sql.Databases;
using CompiledRules.Formats.Templates;

namespace CompiledRules.Connectors.Sql;

/// <summary>What the queries of a stream and of a lookup table have in common: options of their own, and templates.</summary>
internal static class SqlQuery
{
    /// <summary>The options inside an option that is an object or its JSON text; null where it is not given.</summary>
    public static ConnectorOptions? ReadProperties(ConnectorOptions options, string name)
    {
        var value = options.GetObjectOrTemplate(name, "an object");
        if (value.IsString)
            value = Parse(options, name, value.AsString());
        return value.IsNull ? null : new ConnectorOptions($"{options.Connector}, {name}", value.AsObject());
    }

    /// <exception cref="OptionException">The template is malformed.</exception>
    public static GoTemplate ParseTemplate(ConnectorOptions options, string name, string text, TimeProvider time)
    {
        try
        {
            return GoTemplate.Parse(text, time);
        }
        catch (TemplateException error)
        {
            throw options.Error(name, error.Message);
        }
    }

    /// <summary>A value for a template of SQL: a text cannot end the literal that it stands in.</summary>
    public static SqlValue Escape(SqlDatabase database, SqlValue value) => value.Kind switch
    {
        SqlKind.String => database.QuoteText(value.AsString())[1..^1],
        SqlKind.DateTime => database.TimeText(value.AsTime()),
        _ => value,
    };

    // Its text holds a template, which makes it look like one itself.
    private static SqlValue Parse(ConnectorOptions options, string name, string text)
    {
        try
        {
            return SqlJson.Parse(text) is { Kind: SqlKind.Object } value ? value : throw options.Error(name, "expected an object");
        }
        catch (SqlException exception)
        {
            throw options.Error(name, $"{exception.Message}; expected an object");
        }
    }
}
