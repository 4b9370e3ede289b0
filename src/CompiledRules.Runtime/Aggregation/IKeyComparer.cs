using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Compares keys by value and saves them. Implemented by structs without fields, so that tables inline it.</summary>
public interface IKeyComparer<TKey> : IEqualityComparer<TKey>
{
    void Write(IStateWriter writer, TKey key);

    TKey Read(IStateReader reader);
}
