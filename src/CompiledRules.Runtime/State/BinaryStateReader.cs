using System.Text;
using CompiledRules.State;

namespace CompiledRules.Runtime.State;

/// <summary>Reads what a <see cref="BinaryStateWriter"/> wrote.</summary>
/// <param name="stream">Left open.</param>
public sealed class BinaryStateReader(Stream stream) : IStateReader, IDisposable
{
    private readonly BinaryReader _reader = new(stream, Encoding.UTF8, leaveOpen: true);

    public int Section(string name)
    {
        Expect(StateMark.Section, "section '" + name + "'");
        var found = _reader.ReadString();
        return found == name
            ? _reader.Read7BitEncodedInt()
            : throw new StateException($"The saved state has section '{found}' where '{name}' is expected: it belongs to another rule or version.");
    }

    public bool ReadBoolean() => Next() switch
    {
        StateMark.True => true,
        StateMark.False => false,
        var mark => throw Unexpected(mark, "a boolean"),
    };

    public long ReadInteger()
    {
        Expect(StateMark.Integer, "an integer");
        return _reader.Read7BitEncodedInt64();
    }

    public double ReadFloat()
    {
        Expect(StateMark.Float, "a float");
        return _reader.ReadDouble();
    }

    public string? ReadString() => Next() switch
    {
        StateMark.Null => null,
        StateMark.String => _reader.ReadString(),
        var mark => throw Unexpected(mark, "a string"),
    };

    public SqlValue ReadValue() => Next() switch
    {
        StateMark.Missing => SqlValue.Missing,
        StateMark.Null => SqlValue.Null,
        StateMark.False => SqlValue.False,
        StateMark.True => SqlValue.True,
        StateMark.Integer => _reader.Read7BitEncodedInt64(),
        StateMark.Float => _reader.ReadDouble(),
        StateMark.String => _reader.ReadString(),
        StateMark.Bytes => SqlValue.From(_reader.ReadBytes(_reader.Read7BitEncodedInt())),
        StateMark.Time => SqlValue.From(new SqlTime(_reader.ReadInt64(), SqlTimeZone.Find(_reader.ReadString()))),
        StateMark.Array => ReadArray(),
        StateMark.Object => ReadObject(),
        var mark => throw Unexpected(mark, "a value"),
    };

    public void Dispose() => _reader.Dispose();

    private static StateException Unexpected(StateMark found, string expected) =>
        new($"The saved state holds {found.ToString().ToLowerInvariant()} where {expected} is expected: it is damaged or belongs to another version.");

    private SqlArray ReadArray()
    {
        var items = new SqlValue[_reader.Read7BitEncodedInt()];
        for (var i = 0; i < items.Length; i++)
            items[i] = ReadValue();
        return new SqlArray(items);
    }

    private SqlObject ReadObject()
    {
        var count = _reader.Read7BitEncodedInt();
        var names = new string[count];
        var values = new SqlValue[count];
        for (var i = 0; i < count; i++)
        {
            names[i] = _reader.ReadString();
            values[i] = ReadValue();
        }

        return SqlObject.FromArrays(names, values);
    }

    private StateMark Next()
    {
        try
        {
            return (StateMark)_reader.ReadByte();
        }
        catch (EndOfStreamException error)
        {
            throw new StateException("The saved state ends too early: it is damaged or belongs to another version. " + error.Message);
        }
    }

    private void Expect(StateMark mark, string expected)
    {
        var found = Next();
        if (found != mark)
            throw Unexpected(found, expected);
    }
}
