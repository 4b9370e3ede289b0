using System.Collections.Concurrent;
using CompiledRules.State;

namespace CompiledRules.Portable.Functions;

/// <summary>What one function of a plugin keeps with the host, so that it outlives the process and is saved with the rule.</summary>
internal sealed class FunctionState(string symbol) : IKeyedState, IStateful
{
    private readonly ConcurrentDictionary<string, SqlValue> _values = new(StringComparer.Ordinal);

    public SqlValue Get(string key) => _values.GetValueOrDefault(key);

    public void Put(string key, SqlValue value) => _values[key] = value;

    public void Delete(string key) => _values.TryRemove(key, out _);

    public void Save(IStateWriter writer)
    {
        var entries = _values.OrderBy(static entry => entry.Key, StringComparer.Ordinal).ToArray();
        writer.Section("portable." + symbol, 1);
        writer.Write(entries.LongLength);
        foreach (var (key, value) in entries)
        {
            writer.Write(key);
            writer.Write(value);
        }
    }

    public void Load(IStateReader reader)
    {
        reader.Section("portable." + symbol);
        _values.Clear();
        for (var count = reader.ReadInteger(); count > 0; count--)
        {
            var key = reader.ReadString()!;
            _values[key] = reader.ReadValue();
        }
    }
}
