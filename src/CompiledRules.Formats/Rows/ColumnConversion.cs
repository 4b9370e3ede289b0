using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CompiledRules.Formats.Rows;

/// <summary>Brings values to their declared types, as lenient or strict as the stream asks.</summary>
/// <remarks>
/// Lenient is what a decoder of typed JSON does: a number becomes a text or a boolean, a text a boolean or bytes, null stays null, and times stay text or number.
/// Strict converts only between numbers, between text and bytes, and to times; a null or absent scalar is an error.
/// </remarks>
internal sealed class ColumnConversion(RowSchema schema)
{
    /// <exception cref="SqlException">The value has no such form. The message does not name the column.</exception>
    public SqlValue Convert(SqlValue value, ColumnType type)
    {
        var converted = TryConvert(value, type);
        return converted.IsMissing ? throw Mismatch(value, type) : converted;
    }

    /// <summary>Brings text from a format that knows only text to <paramref name="type"/>; empty text is null except for a string.</summary>
    /// <exception cref="SqlException">The text has no such form.</exception>
    public SqlValue ConvertText(string text, ColumnType type)
    {
        SqlValue value = text;
        if (type is not ColumnType.Scalar { Kind: var kind } || kind == SqlKind.String)
            return type == ColumnType.String ? value : Convert(SqlJson.Parse(text), type);
        if (text.Length == 0)
            return Convert(SqlValue.Null, type);

        return kind switch
        {
            SqlKind.Integer when SqlConvert.TryToInteger(value, Strictness.All, out var number) => number,
            SqlKind.Float when SqlConvert.TryToFloat(value, Strictness.All, out var number) => number,
            SqlKind.Integer or SqlKind.Float => throw Mismatch(value, type),
            _ => Convert(value, type),
        };
    }

    public static ColumnDefinition? FieldOf(ColumnType.Struct type, string name)
    {
        foreach (var field in type.Fields)
        {
            if (string.Equals(field.Name, name, StringComparison.Ordinal))
                return field;
        }

        return null;
    }

    /// <exception cref="SqlException">Strict, and a field without default is absent.</exception>
    public void AddAbsentFields(SqlObject.Builder fields, ColumnType.Struct type)
    {
        if (!schema.IsStrict)
            return;

        foreach (var field in type.Fields)
        {
            if (!fields.Contains(field.Name))
                fields[field.Name] = DefaultOf(field);
        }
    }

    /// <exception cref="SqlException">The column has no default.</exception>
    public SqlValue DefaultOf(ColumnDefinition column) => column.Default.IsMissing
        ? throw new SqlException($"field '{column.Name}' is absent; it is declared {column.Type} without DEFAULT and the stream is strict")
        : Convert(column.Default, column.Type);

    // Missing where the value has no such form.
    private SqlValue TryConvert(SqlValue value, ColumnType type) => type switch
    {
        _ when value.IsNull => ConvertNull(type),
        ColumnType.Scalar { Kind: var kind } when schema.IsStrict => ConvertStrict(value, kind),
        ColumnType.Scalar { Kind: var kind } => ConvertLenient(value, kind),
        ColumnType.Array { Item: var item } when value.Kind == SqlKind.Array => ConvertItems(value.AsArray(), item),
        ColumnType.Struct row when value.Kind == SqlKind.Object => ConvertFields(value.AsObject(), row),
        ColumnType.Struct row when schema.IsStrict && value.IsString && TryParseObject(value.AsString(), out var parsed) => ConvertFields(parsed, row),
        _ => SqlValue.Missing,
    };

    private SqlValue ConvertNull(ColumnType type) => schema.IsStrict && type is ColumnType.Scalar
        ? throw new SqlException($"found null, expected {type}")
        : SqlValue.Null;

    private static SqlValue ConvertLenient(SqlValue value, SqlKind kind) => (kind, value.Kind) switch
    {
        (SqlKind.Integer, SqlKind.Integer) or (SqlKind.Float, SqlKind.Float) => value,
        (SqlKind.Integer, SqlKind.Float) => SqlConvert.TryToInteger(value, Strictness.Strict, out var number) ? number : SqlValue.Missing,
        (SqlKind.Float or SqlKind.DateTime, SqlKind.Integer) => (double)value.AsInteger(),
        (SqlKind.String, SqlKind.Integer or SqlKind.Float) => SqlText.Format(value.AsNumber()),
        (SqlKind.String, SqlKind.Bytes) => Encoding.UTF8.GetString(value.AsBytes()),
        (SqlKind.DateTime, SqlKind.Float or SqlKind.String) => value,
        (SqlKind.Boolean, SqlKind.Integer or SqlKind.Float) => value.AsNumber() != 0,
        (SqlKind.Boolean, SqlKind.String) => SqlConvert.TryParseBoolean(value.AsString(), out var flag) ? flag : SqlValue.Missing,
        (SqlKind.Bytes, SqlKind.String) => SqlValue.From(SqlConvert.ToBytes(value, Strictness.All)),
        var (wanted, found) => wanted == found ? value : SqlValue.Missing,
    };

    private SqlValue ConvertStrict(SqlValue value, SqlKind kind) => (kind, value.Kind) switch
    {
        (SqlKind.Integer, SqlKind.Float) => SqlConvert.TryToInteger(value, Strictness.SameKind, out var number) ? number : SqlValue.Missing,
        (SqlKind.Float, SqlKind.Integer) => (double)value.AsInteger(),
        (SqlKind.String, SqlKind.Bytes) => Encoding.UTF8.GetString(value.AsBytes()),
        (SqlKind.Bytes, SqlKind.String) => SqlValue.From(SqlConvert.ToBytes(value, Strictness.All)),
        (SqlKind.DateTime, _) => SqlValue.From(SqlTimeParse.FromValue(value, schema.Zone, schema.TimestampFormat)),
        var (wanted, found) => wanted == found ? value : SqlValue.Missing,
    };

    private SqlArray ConvertItems(SqlArray array, ColumnType item)
    {
        var items = new SqlValue[array.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = Convert(array[i], item);
        return new SqlArray(items);
    }

    private SqlObject ConvertFields(SqlObject row, ColumnType.Struct type)
    {
        var fields = new SqlObject.Builder();
        foreach (var field in type.Fields)
        {
            if (row.TryGetValue(field.Name, out var value))
                fields[field.Name] = Convert(value, field.Type);
        }

        AddAbsentFields(fields, type);
        return fields.ToObject();
    }

    private static bool TryParseObject(string text, [NotNullWhen(true)] out SqlObject? parsed)
    {
        parsed = null;
        try
        {
            var value = SqlJson.Parse(text);
            parsed = value.Kind == SqlKind.Object ? value.AsObject() : null;
        }
        catch (SqlException)
        {
            // Not JSON: the caller reports the text as it was found.
        }

        return parsed is not null;
    }

    private static SqlException Mismatch(SqlValue found, ColumnType expected) => new($"found {SqlText.Describe(found)}, expected {expected}");
}
