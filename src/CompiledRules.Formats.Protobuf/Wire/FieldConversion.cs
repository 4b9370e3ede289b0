using System.Globalization;
using CompiledRules.Formats.Protobuf.Schemas;

namespace CompiledRules.Formats.Protobuf.Wire;

/// <summary>SQL values → the scalars of protobuf, strictly: a value fits a field of its own kind, an integral float fits an integer and an integer fits a float.</summary>
internal static class FieldConversion
{
    public static long ToInteger(SqlValue value, FieldSchema field)
    {
        if (!TryInteger(value, field, out var number))
            throw Mismatch(value, field);
        if (!IsInRange(number, field.Kind))
            throw new SqlException($"invalid value for {field.Kind.Text} type field '{field.Name}': {number} is out of range");
        return number;
    }

    public static double ToFloat(SqlValue value, FieldSchema field) => value.IsNumber ? value.AsNumber() : throw Mismatch(value, field);

    public static bool ToBoolean(SqlValue value, FieldSchema field) => value.IsBoolean ? value.AsBoolean() : throw Mismatch(value, field);

    public static byte[] ToBytes(SqlValue value, FieldSchema field)
    {
        if (value.Kind == SqlKind.Bytes)
            return value.AsBytes();
        if (!value.IsString)
            throw Mismatch(value, field);

        var text = value.AsString();
        var bytes = new byte[(text.Length * 3 / 4) + 3];
        return Convert.TryFromBase64String(text, bytes, out var count) ? bytes[..count] : throw Mismatch(value, field);
    }

    public static SqlArray ToArray(SqlValue value, FieldSchema field) =>
        value.Kind == SqlKind.Array ? value.AsArray() : throw Mismatch(value, field);

    public static SqlObject ToObject(SqlValue value, FieldSchema field) =>
        value.Kind == SqlKind.Object ? value.AsObject() : throw Mismatch(value, field);

    /// <summary>The key of a map entry, which SQL has as the name of a column.</summary>
    public static SqlValue ToMapKey(string name, FieldSchema key) => key.Kind switch
    {
        FieldKind.String => name,
        FieldKind.Bool when bool.TryParse(name, out var flag) => flag,
        _ when key.Kind.IsInteger && long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Mismatch(name, key),
    };

    public static SqlException Mismatch(SqlValue value, FieldSchema field) =>
        new($"invalid type for {field.TypeText} type field '{field.Name}': cannot convert {Describe(value)} to {field.TypeText}");

    private static string Describe(SqlValue value)
    {
        var text = value.ToString();
        return $"{value.Kind.ToString().ToLowerInvariant()} {(text.Length > 64 ? text[..64] + "…" : text)}";
    }

    private static bool TryInteger(SqlValue value, FieldSchema field, out long number)
    {
        number = 0;
        if (value.IsInteger)
        {
            number = value.AsInteger();
            return true;
        }

        if (value.IsFloat)
        {
            var real = value.AsFloat();
            if (real != Math.Floor(real) || real is < long.MinValue or >= long.MaxValue)
                return false;

            number = (long)real;
            return true;
        }

        if (field.Enum is { } names && value.IsString && names.TryGetNumber(value.AsString(), out var named))
        {
            number = named;
            return true;
        }

        return false;
    }

    private static bool IsInRange(long number, FieldKind kind) => kind switch
    {
        FieldKind.Int32 or FieldKind.SInt32 or FieldKind.SFixed32 or FieldKind.Enum => number is >= int.MinValue and <= int.MaxValue,
        FieldKind.UInt32 or FieldKind.Fixed32 => number is >= 0 and <= uint.MaxValue,
        // Replies bring the upper half of uint64 as negative integers; they go back as they came.
        _ => true,
    };
}
