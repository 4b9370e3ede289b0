namespace CompiledRules;

/// <summary>Orders strings by the bytes of their UTF-8 form, which differs from UTF-16 order only where surrogates meet U+E000 and above.</summary>
public sealed class Utf8Order : IComparer<string>
{
    public static Utf8Order Comparer { get; } = new();

    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        var shared = left.CommonPrefixLength(right);
        if (shared == left.Length || shared == right.Length)
            return left.Length.CompareTo(right.Length);

        return Rank(left[shared]).CompareTo(Rank(right[shared]));
    }

    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + char.MaxValue : unit;
}
