using System.ComponentModel;

namespace CompiledRules.Runtime.Programs;

/// <summary>How many rows the runs of a program have taken, and the faster form of it once that has been made. Safe to use from any thread.</summary>
/// <param name="threshold">The number of rows from which on a faster form is wanted.</param>
/// <param name="onHot">Called once, on the thread of a run, when <paramref name="threshold"/> is reached; has to return at once.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProgramHeat<TOut>(long threshold, Action<ProgramHeat<TOut>> onHot)
{
    private const int LargestLot = 256;

    private long _rows;
    private int _isHot;
    private Stage<TOut>? _faster;

    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>How many rows a run counts by itself before it adds them, since many threads may.</summary>
    public int Lot { get; } = (int)Math.Clamp(threshold, 1, LargestLot);

    /// <summary>What runs change over to between two batches, and new runs begin with: the same steps with other code. Null until it is there.</summary>
    public Stage<TOut>? Faster
    {
        get => Volatile.Read(ref _faster);
        set => Volatile.Write(ref _faster, value);
    }

    public void Add(long rows)
    {
        if (Interlocked.Add(ref _rows, rows) >= threshold && Interlocked.Exchange(ref _isHot, 1) == 0)
            onHot(this);
    }
}
