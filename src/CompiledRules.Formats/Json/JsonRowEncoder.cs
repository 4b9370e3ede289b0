using System.Buffers;

namespace CompiledRules.Formats.Json;

/// <summary>Writes results as compact JSON with sorted names. Rows of a rule have one shape, which is remembered.</summary>
/// <param name="nonFiniteAsNull">Whether NaN and the infinities are written as null. Otherwise they are an error.</param>
public sealed class JsonRowEncoder(bool nonFiniteAsNull = false) : IRowEncoder
{
    // Rows that differ from one to the next are not worth a shape each.
    private const int MaximumShapes = 64;

    private string[] _names = [];
    private JsonRowWriter? _shape;
    private int _shapes;

    public void Encode(SqlValue message, IBufferWriter<byte> output)
    {
        if (message.Kind == SqlKind.Object)
        {
            EncodeObject(message.AsObject(), output);
            return;
        }

        if (message.Kind != SqlKind.Array)
        {
            SqlJson.Write(message, output, nonFiniteAsNull);
            return;
        }

        output.Write("["u8);
        for (var i = 0; i < message.AsArray().Count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            Encode(message.AsArray()[i], output);
        }

        output.Write("]"u8);
    }

    private void EncodeObject(SqlObject row, IBufferWriter<byte> output)
    {
        if (!row.Names.SequenceEqual(_names) || _shape is null)
        {
            if (_shapes == MaximumShapes)
            {
                SqlJson.Write(row, output, nonFiniteAsNull);
                return;
            }

            _shapes++;
            _names = row.Names.ToArray();
            _shape = new JsonRowWriter([.. _names], nonFiniteAsNull);
        }

        _shape.Write(row.Values, output);
    }
}
