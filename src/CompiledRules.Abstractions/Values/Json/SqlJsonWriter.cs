using System.Buffers;
using System.Buffers.Text;

namespace CompiledRules;

/// <summary>Writes values as JSON, piece by piece; the caller puts the brackets and commas of what it frames itself.</summary>
public readonly struct SqlJsonWriter
{
    private const int MaxIntegerLength = 20;

    private readonly IBufferWriter<byte> _output;
    private readonly bool _nonFiniteAsNull;

    /// <param name="nonFiniteAsNull">Whether NaN and the infinities are written as null. Otherwise they are an error.</param>
    public SqlJsonWriter(IBufferWriter<byte> output, bool nonFiniteAsNull = false)
    {
        _output = output;
        _nonFiniteAsNull = nonFiniteAsNull;
    }

    /// <exception cref="SqlException">A number has no JSON form.</exception>
    public void Write(SqlValue value)
    {
        switch (value.Kind)
        {
            case SqlKind.Boolean:
                _output.Write(value.AsBoolean() ? "true"u8 : "false"u8);
                break;
            case SqlKind.Integer:
                Write(value.AsInteger());
                break;
            case SqlKind.Float:
                Write(value.AsFloat());
                break;
            case SqlKind.String:
                WriteText(value);
                break;
            case SqlKind.Bytes:
                Write(value.AsBytes());
                break;
            case SqlKind.DateTime:
                Write(value.AsTime().ToString());
                break;
            case SqlKind.Array:
                Write(value.AsArray());
                break;
            case SqlKind.Object:
                Write(value.AsObject());
                break;
            default:
                _output.Write("null"u8);
                break;
        }
    }

    public void Write(long value)
    {
        Utf8Formatter.TryFormat(value, _output.GetSpan(MaxIntegerLength), out var length);
        _output.Advance(length);
    }

    /// <summary>The shortest digits that read back as the same number, with an exponent below 1e-6 and from 1e21 on.</summary>
    /// <exception cref="SqlException">The number is NaN or infinite.</exception>
    public void Write(double value)
    {
        if (double.IsFinite(value))
            _output.Advance(FloatText.FormatJson(value, _output.GetSpan(FloatText.MaxLength)));
        else if (_nonFiniteAsNull)
            _output.Write("null"u8);
        else
            throw new SqlException($"{SqlText.Format(value)} has no JSON form");
    }

    /// <summary>A JSON string, in quotes.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        JsonEscape.Quote(_output);
        JsonEscape.Write(text, _output);
        JsonEscape.Quote(_output);
    }

    /// <summary>A JSON string of standard base64 with padding.</summary>
    public void Write(byte[] bytes)
    {
        JsonEscape.Quote(_output);
        Base64.EncodeToUtf8(bytes, _output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var length);
        _output.Advance(length);
        JsonEscape.Quote(_output);
    }

    /// <summary>The member's name in quotes and a colon.</summary>
    public void WriteName(string name)
    {
        Write(name);
        _output.Write(":"u8);
    }

    private void WriteText(SqlValue value)
    {
        if (value.AsUtf8OrDefault() is not { } utf8)
        {
            Write(value.AsString());
            return;
        }

        JsonEscape.Quote(_output);
        JsonEscape.Write(utf8.Bytes.Span, _output);
        JsonEscape.Quote(_output);
    }

    private void Write(SqlArray array)
    {
        _output.Write("["u8);
        for (var i = 0; i < array.Count; i++)
        {
            if (i > 0)
                _output.Write(","u8);
            Write(array[i]);
        }

        _output.Write("]"u8);
    }

    private void Write(SqlObject value)
    {
        _output.Write("{"u8);
        var order = ArrayPool<int>.Shared.Rent(value.Count);
        SortNames(value, order.AsSpan(0, value.Count));
        var isFirst = true;
        foreach (var position in order.AsSpan(0, value.Count))
        {
            if (value.Values[position].IsMissing)
                continue;

            if (!isFirst)
                _output.Write(","u8);
            isFirst = false;
            WriteName(value.Names[position]);
            Write(value.Values[position]);
        }

        ArrayPool<int>.Shared.Return(order);
        _output.Write("}"u8);
    }

    // Insertion sort: objects are small, and names often come sorted.
    private static void SortNames(SqlObject value, Span<int> order)
    {
        const int Small = 32;
        var names = value.Names;
        for (var i = 0; i < order.Length; i++)
            order[i] = i;

        if (order.Length > Small)
        {
            order.Sort((left, right) => Utf8Order.Comparer.Compare(value.Names[left], value.Names[right]));
            return;
        }

        for (var i = 1; i < order.Length; i++)
        {
            for (var j = i; j > 0 && Utf8Order.Comparer.Compare(names[order[j]], names[order[j - 1]]) < 0; j--)
                (order[j], order[j - 1]) = (order[j - 1], order[j]);
        }
    }
}
