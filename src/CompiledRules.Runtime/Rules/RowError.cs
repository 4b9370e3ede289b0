namespace CompiledRules.Runtime.Rules;

/// <summary>What went wrong with one row, or with one window as a whole. The rule goes on.</summary>
/// <param name="Message">With the clause in front: <c>run Where error: …</c>.</param>
/// <param name="Row">The row, as the rule got it; null for a window.</param>
/// <param name="Expression">The text of the clause or column that failed; empty where the text is not known.</param>
/// <param name="Start">Where <paramref name="Expression"/> begins in the SQL, in UTF-16 units.</param>
/// <param name="Length">Its length.</param>
public sealed record RowError(string Message, object? Row, string Expression, int Start, int Length, Exception Exception);
