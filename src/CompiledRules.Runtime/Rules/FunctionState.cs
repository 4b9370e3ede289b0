using CompiledRules.State;

namespace CompiledRules.Runtime.Rules;

/// <summary>What the functions of one rule keep by key. Belongs to the rule's loop.</summary>
internal sealed class FunctionState : IKeyedState, IStateful
{
    private readonly SortedDictionary<string, SqlValue> _values = new(StringComparer.Ordinal);

    public SqlValue Get(string key) => _values.GetValueOrDefault(key);

    public void Put(string key, SqlValue value) => _values[key] = value;

    public void Delete(string key) => _values.Remove(key);

    public void Save(IStateWriter writer)
    {
        writer.Write((long)_values.Count);
        foreach (var (key, value) in _values)
        {
            writer.Write(key);
            writer.Write(value);
        }
    }

    public void Load(IStateReader reader)
    {
        _values.Clear();
        for (var count = reader.ReadInteger(); count > 0; count--)
        {
            var key = reader.ReadString()!;
            _values[key] = reader.ReadValue();
        }
    }
}
