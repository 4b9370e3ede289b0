using System.Collections.Concurrent;
using CompiledRules.State;

namespace CompiledRules.Runtime.Rules;

/// <summary>Named values in memory, shared by the rules of a host.</summary>
public sealed class KeyedState : IKeyedState
{
    private readonly ConcurrentDictionary<string, SqlValue> _values = new(StringComparer.Ordinal);

    public SqlValue Get(string key) => _values.GetValueOrDefault(key);

    public void Put(string key, SqlValue value) => _values[key] = value;

    public void Delete(string key) => _values.TryRemove(key, out _);
}
