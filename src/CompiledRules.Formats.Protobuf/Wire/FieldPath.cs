using CompiledRules.Formats.Protobuf.Schemas;

namespace CompiledRules.Formats.Protobuf.Wire;

/// <summary>Dotted paths into a message: <c>book.author.name</c>.</summary>
internal static class FieldPath
{
    /// <summary>The value at the path; null where there is none.</summary>
    public static SqlValue ValueAt(MessageSchema schema, ReadOnlySpan<SqlValue> fields, ReadOnlySpan<string> path)
    {
        if (schema.FindByName(path[0]) is not { } first || first.Index >= fields.Length)
            return SqlValue.Null;

        var value = fields[first.Index];
        foreach (var name in path[1..])
            value = value.Kind == SqlKind.Object ? value.AsObject()[name] : SqlValue.Null;
        return value;
    }

    /// <summary>The field at the path, or null where the schema has none.</summary>
    public static FieldSchema? Find(MessageSchema schema, ReadOnlySpan<string> path)
    {
        FieldSchema? field = null;
        foreach (var name in path)
        {
            if (schema.FindByName(name) is not { } found)
                return null;
            (field, schema) = (found, found.Message ?? schema);
        }

        return field;
    }

    /// <summary>The text of the value at the path; null where there is none.</summary>
    public static string? TextOf(MessageSchema schema, ReadOnlySpan<SqlValue> fields, string path)
    {
        var names = path.Split('.');
        var value = ValueAt(schema, fields, names);
        return value.IsNull || Find(schema, names) is not { IsRepeated: false } field ? null : FieldText.Of(field, value);
    }
}
