using System.Text;
using CompiledRules.Formats.Templates;

namespace CompiledRules.Hosting.Output;

/// <summary>Makes messages of results: one or many, templates, fields. Read from the options that every sink takes.</summary>
/// <remarks>The order is template, then data field, then fields; a template's text is parsed as JSON only where one of these follows.</remarks>
public sealed class ResultShape
{
    private readonly bool _sendsSingle;
    private readonly bool _omitsEmpty;
    private readonly GoTemplate? _template;
    private readonly string? _dataField;
    private readonly IReadOnlyList<string> _fields;
    private readonly HashSet<string> _excluded;

    /// <exception cref="OptionException">An option has a value that cannot be used, such as a malformed template.</exception>
    public ResultShape(ConnectorOptions options, TimeProvider time)
    {
        _sendsSingle = options.GetBoolean("sendSingle", false);
        _omitsEmpty = options.GetBoolean("omitIfEmpty", false);
        _dataField = options.GetStringOrNull("dataField") ?? options.GetStringOrNull("tableDataField");
        _fields = options.GetStrings("fields");
        _excluded = [.. options.GetStrings("excludeFields")];
        _template = Parse(options, options.GetStringOrNull("dataTemplate"), time);
    }

    /// <summary>Whether a result leaves as the rule made it, so that it can be encoded straight from its row.</summary>
    public bool IsPlain => _template is null && !SelectsFields && !_omitsEmpty;

    /// <summary>Whether each row is a message of its own.</summary>
    public bool SendsSingle => _sendsSingle;

    private bool SelectsFields => _dataField is not null || _fields.Count > 0 || _excluded.Count > 0;

    /// <summary>The messages of one result, which is the rows of a collection or a single row; possibly none.</summary>
    /// <exception cref="SqlException">A template does not go with the data; the result is lost, and counted.</exception>
    public IEnumerable<SinkMessage> MessagesOf(IReadOnlyList<SqlObject> rows)
    {
        if (!_sendsSingle)
        {
            if (rows.Count > 0 || !_omitsEmpty)
                yield return Shape(new SqlArray([.. rows.Select(static row => (SqlValue)row)]));
            yield break;
        }

        foreach (var row in rows)
        {
            if (row.Count > 0 || !_omitsEmpty)
                yield return Shape(row);
        }
    }

    private static GoTemplate? Parse(ConnectorOptions options, string? template, TimeProvider time)
    {
        if (string.IsNullOrEmpty(template))
            return null;

        try
        {
            return GoTemplate.Parse(template, time);
        }
        catch (TemplateException error)
        {
            throw options.Error("dataTemplate", error.Message);
        }
    }

    private SinkMessage Shape(SqlValue data)
    {
        var text = _template?.Render(data);
        if (!SelectsFields)
            return new SinkMessage(data, text);

        if (text is not null)
            data = SqlJson.Parse(Encoding.UTF8.GetBytes(text));
        if (_dataField is not null)
            data = FieldOf(data, _dataField);
        return new SinkMessage(Select(data));
    }

    private static SqlValue FieldOf(SqlValue data, string field) => data.Kind switch
    {
        SqlKind.Object when data.AsObject().TryGetValue(field, out var value) => value,
        SqlKind.Array when data.AsArray() is { Count: > 0 } rows => FieldOf(rows[0], field),
        _ => SqlValue.Null,
    };

    private SqlValue Select(SqlValue data) => data.Kind switch
    {
        SqlKind.Array => new SqlArray([.. data.AsArray().Select(Select)]),
        SqlKind.Object when _fields.Count > 0 => SqlObject.From(_fields.Select(name => KeyValuePair.Create(name, OrNull(data.AsObject()[name])))),
        SqlKind.Object when _excluded.Count > 0 => SqlObject.From(data.AsObject().Where(entry => !_excluded.Contains(entry.Key))),
        _ => data,
    };

    private static SqlValue OrNull(SqlValue value) => value.IsMissing ? SqlValue.Null : value;
}
