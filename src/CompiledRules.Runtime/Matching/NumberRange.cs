using System.ComponentModel;

namespace CompiledRules.Runtime.Matching;

/// <summary>The numbers between two bounds, each of which may be infinite.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct NumberRange(double Low, bool IsLowInside, double High, bool IsHighInside)
{
    public bool Contains(double value) => (value > Low || (IsLowInside && value == Low)) && (value < High || (IsHighInside && value == High));
}
