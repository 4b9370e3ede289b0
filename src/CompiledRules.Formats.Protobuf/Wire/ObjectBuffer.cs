using CompiledRules.Formats.Protobuf.Schemas;

namespace CompiledRules.Formats.Protobuf.Wire;

/// <summary>The fields of a message as they arrive, and the object that becomes of them.</summary>
/// <remarks>Every declared field is in the object, with its default if it did not come; of a oneof only the one that came.</remarks>
/// <param name="wanted">Whether a field that did not come has its default, by its index; null for all.</param>
internal ref struct ObjectBuffer(MessageSchema schema, bool[]? wanted = null)
{
    private readonly SqlValue[] _values = new SqlValue[schema.Fields.Length];
    private List<SqlValue>?[]? _lists;
    private SqlObject.Builder?[]? _maps;

    public readonly void Set(FieldSchema field, SqlValue value)
    {
        if (field.Oneof >= 0)
            Forget(field);
        _values[field.Index] = value;
    }

    public List<SqlValue> List(FieldSchema field) => (_lists ??= new List<SqlValue>?[_values.Length])[field.Index] ??= [];

    public SqlObject.Builder Map(FieldSchema field) => (_maps ??= new SqlObject.Builder?[_values.Length])[field.Index] ??= new SqlObject.Builder();

    public readonly SqlObject ToObject()
    {
        var fields = schema.Fields;
        var present = 0;
        for (var i = 0; i < _values.Length; i++)
        {
            if (_lists?[i] is { } list)
                _values[i] = new SqlArray([.. list]);
            else if (_maps?[i] is { } map)
                _values[i] = map.ToObject();
            else if (_values[i].IsMissing && fields[i].Oneof < 0 && wanted?[i] != false)
                _values[i] = fields[i].Default;
            present += _values[i].IsMissing ? 0 : 1;
        }

        return present == _values.Length ? SqlObject.FromArrays(schema.Names, _values) : Present(present);
    }

    private readonly SqlObject Present(int count)
    {
        var names = new string[count];
        var values = new SqlValue[count];
        for (int i = 0, next = 0; i < _values.Length; i++)
        {
            if (_values[i].IsMissing)
                continue;

            names[next] = schema.Names[i];
            values[next++] = _values[i];
        }

        return SqlObject.FromArrays(names, values);
    }

    private readonly void Forget(FieldSchema field)
    {
        foreach (var other in schema.Fields)
        {
            if (other.Oneof == field.Oneof)
                _values[other.Index] = SqlValue.Missing;
        }
    }
}
