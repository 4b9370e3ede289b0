namespace CompiledRules.Runtime.Joins;

public enum JoinKind
{
    Inner,
    Left,
    Right,
    Full,
    Cross,
}

/// <summary>Takes the result of a join, row by row.</summary>
public interface IJoinObserver<TLeft, TRight>
{
    void OnPair(TLeft left, TRight right);

    /// <summary>A left row without match, in a left or full join.</summary>
    void OnLeft(TLeft left);

    /// <summary>A right row without match, in a right or full join.</summary>
    void OnRight(TRight right);
}

/// <summary>Joins the two sides of one collection.</summary>
/// <remarks>
/// Results come in the order of the plain definition: for each left row its right rows, then, in a full join, the right rows without match.
/// A right join goes by right rows instead.
/// </remarks>
public interface IJoin<TLeft, TRight>
{
    void Run(JoinKind kind, ReadOnlySpan<TLeft> left, ReadOnlySpan<TRight> right, IJoinObserver<TLeft, TRight> observer);
}
