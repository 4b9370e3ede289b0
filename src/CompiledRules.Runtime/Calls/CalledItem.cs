namespace CompiledRules.Runtime.Calls;

/// <summary>Units whose calls are under way.</summary>
internal sealed class CalledItem<TOut> : PendingItem
{
    private CalledUnit[] _called = new CalledUnit[1];

    public ref CalledUnit this[int unit] => ref _called[unit];

    /// <summary>Makes room for units.</summary>
    public void Grow(int units)
    {
        if (_called.Length < units)
            _called = new CalledUnit[units];
    }

    public override void Clear()
    {
        Array.Clear(_called, 0, Math.Min(Units, _called.Length));
        base.Clear();
    }

    /// <summary>A unit, where its results go, and what became of it.</summary>
    public struct CalledUnit
    {
        public TOut Unit;
        public SqlValue[] Values;
        public int First;
        public bool IsSkipped;
        public SqlException? Error;
        public int ErrorPlace;
    }
}
