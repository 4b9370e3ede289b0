using System.Globalization;
using CompiledRules.Formats.Protobuf.Schemas;

namespace CompiledRules.Formats.Protobuf.Wire;

/// <summary>A single value as text, as paths, queries and JSON strings have it.</summary>
internal static class FieldText
{
    /// <exception cref="SqlException">The value does not fit the field, or the field has no text form.</exception>
    public static string Of(FieldSchema field, SqlValue value) => field.Kind switch
    {
        FieldKind.String => value.IsString ? value.AsString() : throw FieldConversion.Mismatch(value, field),
        FieldKind.Bool => FieldConversion.ToBoolean(value, field) ? "true" : "false",
        FieldKind.Bytes => Convert.ToBase64String(FieldConversion.ToBytes(value, field)),
        FieldKind.Double => FieldConversion.ToFloat(value, field).ToString("R", CultureInfo.InvariantCulture),
        FieldKind.Float => ((float)FieldConversion.ToFloat(value, field)).ToString("R", CultureInfo.InvariantCulture),
        FieldKind.UInt64 or FieldKind.Fixed64 => ((ulong)FieldConversion.ToInteger(value, field)).ToString(CultureInfo.InvariantCulture),
        FieldKind.Enum when FieldConversion.ToInteger(value, field) is var number =>
            field.Enum!.NameOf((int)number) ?? number.ToString(CultureInfo.InvariantCulture),
        FieldKind.Message => field.Message!.WellKnown switch
        {
            WellKnownType.Wrapper => Of(field.Message.Fields[0], value),
            WellKnownType.Timestamp => TimeFields.TimestampText(value),
            WellKnownType.Duration => TimeFields.DurationText(value),
            _ => throw new SqlException($"field '{field.Name}' is a message and has no place in a path or query"),
        },
        _ => FieldConversion.ToInteger(value, field).ToString(CultureInfo.InvariantCulture),
    };
}
