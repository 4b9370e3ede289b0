using System.Numerics;

namespace CompiledRules.Runtime.Joins;

/// <summary>The key of a row; false for a null key, which matches nothing.</summary>
public delegate bool TryGetKey<in TRow, TKey>(TRow row, out TKey key);

/// <summary>Joins by an equality between the sides, in time linear in the rows and the result.</summary>
/// <remarks>One side is hashed into chains of positions whose arrays are kept from window to window; nothing is allocated in steady state.</remarks>
/// <param name="residual">The rest of the condition, or null.</param>
/// <param name="comparer">Must agree with the equality of the dialect for the keys at hand.</param>
public sealed class HashJoin<TLeft, TRight, TKey>(
    TryGetKey<TLeft, TKey> leftKey,
    TryGetKey<TRight, TKey> rightKey,
    Func<TLeft, TRight, bool>? residual,
    IEqualityComparer<TKey> comparer) : IJoin<TLeft, TRight>
{
    private readonly Chains _chains = new(comparer);
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
        _chains.Build(right, rightKey);
        if (kind == JoinKind.Full)
            ClearMatches(right.Length);

        foreach (var leftRow in left)
        {
            var isMatched = false;
            if (leftKey(leftRow, out var key))
            {
                for (var i = _chains.First(key); i >= 0; i = _chains.Next(i, key))
                {
                    if (residual is not null && !residual(leftRow, right[i]))
                        continue;

                    isMatched = true;
                    if (kind == JoinKind.Full)
                        _isRightMatched[i] = true;
                    observer.OnPair(leftRow, right[i]);
                }
            }

            if (!isMatched && kind is (JoinKind.Left or JoinKind.Full))
                observer.OnLeft(leftRow);
        }

        if (kind == JoinKind.Full)
            EmitUnmatched(right, observer);
    }

    private void RunByRight(ReadOnlySpan<TLeft> left, ReadOnlySpan<TRight> right, IJoinObserver<TLeft, TRight> observer)
    {
        _chains.Build(left, leftKey);
        foreach (var rightRow in right)
        {
            var isMatched = false;
            if (rightKey(rightRow, out var key))
            {
                for (var i = _chains.First(key); i >= 0; i = _chains.Next(i, key))
                {
                    if (residual is not null && !residual(left[i], rightRow))
                        continue;

                    isMatched = true;
                    observer.OnPair(left[i], rightRow);
                }
            }

            if (!isMatched)
                observer.OnRight(rightRow);
        }
    }

    private void EmitUnmatched(ReadOnlySpan<TRight> right, IJoinObserver<TLeft, TRight> observer)
    {
        for (var i = 0; i < right.Length; i++)
        {
            if (!_isRightMatched[i])
                observer.OnRight(right[i]);
        }
    }

    private void ClearMatches(int count)
    {
        if (_isRightMatched.Length < count)
            _isRightMatched = new bool[Math.Max(count, _isRightMatched.Length * 2)];
        else
            Array.Clear(_isRightMatched, 0, count);
    }

    /// <summary>Positions of rows by key: a head per bucket and a link per row, in the order of the rows.</summary>
    private sealed class Chains(IEqualityComparer<TKey> comparer)
    {
        private int[] _heads = [];
        private int[] _links = [];
        private int[] _hashes = [];
        private TKey[] _keys = [];
        private int _mask;

        public void Build<TRow>(ReadOnlySpan<TRow> rows, TryGetKey<TRow, TKey> keyOf)
        {
            MakeRoom(rows.Length);
            Array.Fill(_heads, -1, 0, _mask + 1);

            // Backwards, so that following a chain goes forwards.
            for (var i = rows.Length - 1; i >= 0; i--)
            {
                if (!keyOf(rows[i], out _keys[i]))
                    continue;

                var hash = comparer.GetHashCode(_keys[i]!);
                _hashes[i] = hash;
                ref var head = ref _heads[hash & _mask];
                _links[i] = head;
                head = i;
            }
        }

        public int First(TKey key) => Find(_heads[comparer.GetHashCode(key!) & _mask], key);

        public int Next(int position, TKey key) => Find(_links[position], key);

        private int Find(int position, TKey key)
        {
            if (position < 0)
                return -1;

            var hash = comparer.GetHashCode(key!);
            while (position >= 0 && (_hashes[position] != hash || !comparer.Equals(_keys[position], key)))
                position = _links[position];
            return position;
        }

        private void MakeRoom(int count)
        {
            _mask = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, count)) - 1;
            if (_heads.Length <= _mask)
                _heads = new int[_mask + 1];
            if (_keys.Length >= count)
                return;

            _links = new int[_mask + 1];
            _hashes = new int[_mask + 1];
            _keys = new TKey[_mask + 1];
        }
    }
}
