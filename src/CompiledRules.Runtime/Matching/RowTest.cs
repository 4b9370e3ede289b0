using System.ComponentModel;

namespace CompiledRules.Runtime.Matching;

/// <summary>A further term of a rule that an index has found.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RowTest<TRow>
{
    public abstract bool Holds(in TRow row);
}

/// <summary>A number within a range.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RangeTest<TRow>(KeyReader<TRow, double> read, NumberRange range) : RowTest<TRow>
{
    public override bool Holds(in TRow row) => read(in row, out var value) == KeyKind.Value && range.Contains(value);
}

/// <summary>A value that is one of a list.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EqualityTest<TRow, TKey>(KeyReader<TRow, TKey> read, TKey[] constants) : RowTest<TRow>
    where TKey : IEquatable<TKey>
{
    public override bool Holds(in TRow row) => read(in row, out var key) == KeyKind.Value && constants.AsSpan().Contains(key);
}
