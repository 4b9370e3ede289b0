namespace CompiledRules.Runtime.Joins;

/// <summary>Tests every pair. For conditions without an equality between the sides.</summary>
/// <param name="on">Null when every pair matches.</param>
public sealed class NestedLoopJoin<TLeft, TRight>(Func<TLeft, TRight, bool>? on) : IJoin<TLeft, TRight>
{
    private bool[] _isRightMatched = [];

    public void Run(JoinKind kind, ReadOnlySpan<TLeft> left, ReadOnlySpan<TRight> right, IJoinObserver<TLeft, TRight> observer)
    {
        if (kind == JoinKind.Right)
            RunByRight(left, right, observer);
        else
            RunByLeft(kind, left, right, observer);
    }

    private void RunByLeft(JoinKind kind, ReadOnlySpan<TLeft> left, ReadOnlySpan<TRight> right, IJoinObserver<TLeft, TRight> observer)
    {
        var isRightMatched = MatchesOf(right.Length);
        foreach (var leftRow in left)
        {
            var isMatched = false;
            for (var i = 0; i < right.Length; i++)
            {
                if (on is not null && !on(leftRow, right[i]))
                    continue;

                isMatched = isRightMatched[i] = true;
                observer.OnPair(leftRow, right[i]);
            }

            if (!isMatched && kind is (JoinKind.Left or JoinKind.Full))
                observer.OnLeft(leftRow);
        }

        if (kind != JoinKind.Full)
            return;

        for (var i = 0; i < right.Length; i++)
        {
            if (!isRightMatched[i])
                observer.OnRight(right[i]);
        }
    }

    private void RunByRight(ReadOnlySpan<TLeft> left, ReadOnlySpan<TRight> right, IJoinObserver<TLeft, TRight> observer)
    {
        foreach (var rightRow in right)
        {
            var isMatched = false;
            foreach (var leftRow in left)
            {
                if (on is not null && !on(leftRow, rightRow))
                    continue;

                isMatched = true;
                observer.OnPair(leftRow, rightRow);
            }

            if (!isMatched)
                observer.OnRight(rightRow);
        }
    }

    private Span<bool> MatchesOf(int count)
    {
        if (_isRightMatched.Length < count)
            _isRightMatched = new bool[Math.Max(count, _isRightMatched.Length * 2)];

        var matches = _isRightMatched.AsSpan(0, count);
        matches.Clear();
        return matches;
    }
}
