using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>A key of several parts: the first, and the others as a pair again.</summary>
public readonly struct KeyPair<TFirst, TRest>(TFirst first, TRest rest)
{
    public TFirst First { get; } = first;

    public TRest Rest { get; } = rest;
}

/// <summary>Compares keys part by part.</summary>
public readonly struct KeyPairComparer<TFirst, TRest, TFirstComparer, TRestComparer> : IKeyComparer<KeyPair<TFirst, TRest>>
    where TFirstComparer : struct, IKeyComparer<TFirst>
    where TRestComparer : struct, IKeyComparer<TRest>
{
    public bool Equals(KeyPair<TFirst, TRest> x, KeyPair<TFirst, TRest> y) =>
        default(TFirstComparer).Equals(x.First, y.First) && default(TRestComparer).Equals(x.Rest, y.Rest);

    public int GetHashCode(KeyPair<TFirst, TRest> key) =>
        (default(TFirstComparer).GetHashCode(key.First!) * 31) ^ KeyHash.Of(default(TRestComparer).GetHashCode(key.Rest!));

    public void Write(IStateWriter writer, KeyPair<TFirst, TRest> key)
    {
        default(TFirstComparer).Write(writer, key.First);
        default(TRestComparer).Write(writer, key.Rest);
    }

    public KeyPair<TFirst, TRest> Read(IStateReader reader)
    {
        var first = default(TFirstComparer).Read(reader);
        return new(first, default(TRestComparer).Read(reader));
    }
}
