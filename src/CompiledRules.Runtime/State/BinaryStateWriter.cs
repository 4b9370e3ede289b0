using System.Text;
using CompiledRules.State;

namespace CompiledRules.Runtime.State;

/// <summary>Writes a state as bytes: every item is preceded by a mark of its kind, so that a reader that expects something else finds out.</summary>
/// <param name="stream">Left open.</param>
public sealed class BinaryStateWriter(Stream stream) : IStateWriter, IDisposable
{
    private readonly BinaryWriter _writer = new(stream, Encoding.UTF8, leaveOpen: true);

    public void Section(string name, int version)
    {
        _writer.Write((byte)StateMark.Section);
        _writer.Write(name);
        _writer.Write7BitEncodedInt(version);
    }

    public void Write(bool value) => _writer.Write((byte)(value ? StateMark.True : StateMark.False));

    public void Write(long value)
    {
        _writer.Write((byte)StateMark.Integer);
        _writer.Write7BitEncodedInt64(value);
    }

    public void Write(double value)
    {
        _writer.Write((byte)StateMark.Float);
        _writer.Write(value);
    }

    public void Write(string? value)
    {
        if (value is null)
        {
            _writer.Write((byte)StateMark.Null);
            return;
        }

        _writer.Write((byte)StateMark.String);
        _writer.Write(value);
    }

    public void Write(SqlValue value)
    {
        switch (value.Kind)
        {
            case SqlKind.Missing:
                _writer.Write((byte)StateMark.Missing);
                break;
            case SqlKind.Null:
                _writer.Write((byte)StateMark.Null);
                break;
            case SqlKind.Boolean:
                Write(value.AsBoolean());
                break;
            case SqlKind.Integer:
                Write(value.AsInteger());
                break;
            case SqlKind.Float:
                Write(value.AsFloat());
                break;
            case SqlKind.String:
                Write(value.AsString());
                break;
            default:
                WriteLarge(value);
                break;
        }
    }

    public void Dispose() => _writer.Dispose();

    private void WriteLarge(SqlValue value)
    {
        switch (value.Kind)
        {
            case SqlKind.Bytes:
                _writer.Write((byte)StateMark.Bytes);
                _writer.Write7BitEncodedInt(value.AsBytes().Length);
                _writer.Write(value.AsBytes());
                break;
            case SqlKind.DateTime:
                _writer.Write((byte)StateMark.Time);
                _writer.Write(value.AsTime().UtcTicks);
                _writer.Write(value.AsTime().Zone.Id);
                break;
            case SqlKind.Array:
                _writer.Write((byte)StateMark.Array);
                _writer.Write7BitEncodedInt(value.AsArray().Count);
                foreach (var item in value.AsArray())
                    Write(item);
                break;
            default:
                _writer.Write((byte)StateMark.Object);
                _writer.Write7BitEncodedInt(value.AsObject().Count);
                foreach (var (name, item) in value.AsObject())
                {
                    _writer.Write(name);
                    Write(item);
                }

                break;
        }
    }
}
