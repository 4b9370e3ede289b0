using System.Buffers;
using System.Collections.Immutable;

namespace CompiledRules.Formats.Json;

/// <summary>Writes rows of one shape as JSON objects. Names are sorted and escaped once.</summary>
public sealed class JsonRowWriter
{
    private readonly int[] _order;
    private readonly byte[][] _names;
    private readonly bool _nonFiniteAsNull;

    /// <param name="columns">Names by slot; each once.</param>
    /// <param name="nonFiniteAsNull">Whether NaN and the infinities are written as null. Otherwise they are an error.</param>
    public JsonRowWriter(ImmutableArray<string> columns, bool nonFiniteAsNull = false)
    {
        _order = [.. Enumerable.Range(0, columns.Length).OrderBy(slot => columns[slot], Utf8Order.Comparer)];
        _names = [.. _order.Select(slot => Escape(columns[slot]))];
        _nonFiniteAsNull = nonFiniteAsNull;
    }

    /// <summary>Writes one object. A missing value is left out.</summary>
    /// <exception cref="SqlException">A number has no JSON form. Nothing written before is taken back.</exception>
    public void Write(ReadOnlySpan<SqlValue> slots, IBufferWriter<byte> output)
    {
        var writer = new SqlJsonWriter(output, _nonFiniteAsNull);
        var isFirst = true;
        output.Write("{"u8);
        for (var i = 0; i < _order.Length; i++)
        {
            ref readonly var value = ref slots[_order[i]];
            if (value.IsMissing)
                continue;

            if (!isFirst)
                output.Write(","u8);
            isFirst = false;
            output.Write(_names[i]);
            writer.Write(value);
        }

        output.Write("}"u8);
    }

    private static byte[] Escape(string name)
    {
        var buffer = new ArrayBufferWriter<byte>();
        new SqlJsonWriter(buffer).WriteName(name);
        return buffer.WrittenSpan.ToArray();
    }
}
