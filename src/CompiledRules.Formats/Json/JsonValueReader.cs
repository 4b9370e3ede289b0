using System.Runtime.InteropServices;
using System.Text.Json;
using CompiledRules.Formats.Rows;

namespace CompiledRules.Formats.Json;

/// <summary>Builds values from JSON tokens: as they come, or as a declared type wants them.</summary>
internal sealed class JsonValueReader(JsonNameTable names, ColumnConversion conversion, bool useIntegers)
{
    private readonly List<string> _names = [];
    private readonly List<SqlValue> _values = [];

    /// <param name="reader">Stands on the value's first token, and on its last one afterwards.</param>
    /// <param name="payload">What the reader reads; strings keep slices of it.</param>
    /// <param name="type">Null for any.</param>
    /// <exception cref="SqlException">The value is not of the type. The reader stands somewhere inside the value.</exception>
    public SqlValue Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload, ColumnType? type) => (reader.TokenType, type) switch
    {
        (JsonTokenType.StartObject, ColumnType.Struct row) => ReadStruct(ref reader, payload, row),
        (JsonTokenType.StartArray, ColumnType.Array array) => ReadArray(ref reader, payload, array.Item),
        // A double would cost a bigint its last digits.
        (JsonTokenType.Number, { } declared) => conversion.Convert(ReadNumber(reader.ValueSpan, declared == ColumnType.Bigint), declared),
        (_, null) => ReadAny(ref reader, payload),
        var (_, declared) => conversion.Convert(ReadAny(ref reader, payload), declared),
    };

    private SqlValue ReadAny(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload) => reader.TokenType switch
    {
        JsonTokenType.String => JsonText.Read(ref reader, payload),
        JsonTokenType.Number => ReadNumber(reader.ValueSpan, useIntegers),
        JsonTokenType.True => SqlValue.True,
        JsonTokenType.False => SqlValue.False,
        JsonTokenType.StartObject => ReadObject(ref reader, payload),
        JsonTokenType.StartArray => ReadArray(ref reader, payload, null),
        _ => SqlValue.Null,
    };

    private static SqlValue ReadNumber(ReadOnlySpan<byte> text, bool wholeIsInteger) =>
        wholeIsInteger && JsonNumber.IsWhole(text) ? SqlValue.From(JsonNumber.ReadInteger(text)) : SqlValue.From(JsonNumber.ReadFloat(text));

    private SqlValue ReadArray(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload, ColumnType? item)
    {
        var start = _values.Count;
        try
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                _values.Add(Read(ref reader, payload, item));
            return _values.Count == start ? SqlArray.Empty : new SqlArray(CollectionsMarshal.AsSpan(_values)[start..].ToArray());
        }
        finally
        {
            _values.RemoveRange(start, _values.Count - start);
        }
    }

    private SqlValue ReadStruct(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload, ColumnType.Struct type)
    {
        var fields = new SqlObject.Builder();
        var name = names.NestedStart;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            name = names.Find(name, ref reader);
            reader.Read();
            if (ColumnConversion.FieldOf(type, name.Text) is { } field)
                fields[field.Name] = Read(ref reader, payload, field.Type);
            else
                reader.Skip();
        }

        conversion.AddAbsentFields(fields, type);
        return fields.ToObject();
    }

    private SqlValue ReadObject(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload)
    {
        var start = _values.Count;
        var nameStart = _names.Count;
        try
        {
            var first = names.NestedStart;
            var name = first;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                name = names.Find(name, ref reader);
                if (first == names.NestedStart)
                    first = name;
                reader.Read();
                _names.Add(name.Text);
                _values.Add(ReadAny(ref reader, payload));
            }

            return MakeObject(first, nameStart, start);
        }
        finally
        {
            _values.RemoveRange(start, _values.Count - start);
            _names.RemoveRange(nameStart, _names.Count - nameStart);
        }
    }

    // Objects of one shape share one array of names, which also spares looking for names that come twice.
    private SqlObject MakeObject(JsonName first, int nameStart, int start)
    {
        if (first.ObjectNames is { } known && _names.Count - nameStart == known.Length && IsSame(known, nameStart))
            return SqlObject.FromArrays(known, CollectionsMarshal.AsSpan(_values)[start..].ToArray());

        var builder = new SqlObject.Builder();
        for (var i = 0; i < _names.Count - nameStart; i++)
            builder[_names[nameStart + i]] = _values[start + i];
        var result = builder.ToObject();
        if (result.Count == _names.Count - nameStart)
            first.ObjectNames = result.Names.ToArray();
        return result;
    }

    private bool IsSame(string[] known, int start)
    {
        for (var i = 0; i < known.Length; i++)
        {
            if (!ReferenceEquals(known[i], _names[start + i]))
                return false;
        }

        return true;
    }
}
