namespace CompiledRules.Sql.Text;

/// <summary>A stretch of SQL text, counted in UTF-16 units from its beginning; <see cref="End"/> is exclusive.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    public int End => Start + Length;

    public bool IsEmpty => Length == 0;

    public static TextSpan FromBounds(int start, int end) => new(start, end - start);

    /// <summary>From the start of this span to the end of <paramref name="other"/>, or this span where the other ends before it.</summary>
    public TextSpan To(TextSpan other) => other.End < End ? this : FromBounds(Start, other.End);

    public bool Contains(TextSpan other) => other.Start >= Start && other.End <= End;
}
