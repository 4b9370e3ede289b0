namespace CompiledRules.Hosting;

/// <summary>What a rule has done so far. Written on the rule's loop, readable from any thread.</summary>
public sealed class RuleCounters
{
    private long _rowsIn;
    private long _rowsOut;
    private long _errors;
    private long _late;
    private long _lostConnections;
    private long _lastErrorTime;
    private long _firstIn;
    private long _lastIn;
    private long _firstOut;
    private long _lastOut;

    public long RowsIn => Interlocked.Read(ref _rowsIn);

    public long RowsOut => Interlocked.Read(ref _rowsOut);

    /// <summary>Rows and messages that failed; each went to the rule's error stream.</summary>
    public long Errors => Interlocked.Read(ref _errors);

    /// <summary>Rows that came after the watermark had passed their time.</summary>
    public long Late => Interlocked.Read(ref _late);

    /// <summary>How often a source has lost its connection, or could not make one.</summary>
    public long LostConnections => Interlocked.Read(ref _lostConnections);

    public string? LastError { get; private set; }

    /// <summary>Milliseconds since the Unix epoch; 0 for never. So are the others.</summary>
    public long LastErrorTime => Interlocked.Read(ref _lastErrorTime);

    public long FirstIn => Interlocked.Read(ref _firstIn);

    public long LastIn => Interlocked.Read(ref _lastIn);

    public long FirstOut => Interlocked.Read(ref _firstOut);

    public long LastOut => Interlocked.Read(ref _lastOut);

    internal void CountIn(int rows, long now)
    {
        Interlocked.Add(ref _rowsIn, rows);
        if (_firstIn == 0)
            Volatile.Write(ref _firstIn, now);
        Volatile.Write(ref _lastIn, now);
    }

    internal void CountOut(int rows, long now)
    {
        Interlocked.Add(ref _rowsOut, rows);
        if (_firstOut == 0)
            Volatile.Write(ref _firstOut, now);
        Volatile.Write(ref _lastOut, now);
    }

    internal void CountLate() => Interlocked.Increment(ref _late);

    internal void CountError(string message, long now)
    {
        Volatile.Write(ref _lastErrorTime, now);
        Interlocked.Increment(ref _errors);
        LastError = message;
    }

    internal void CountLostConnection(string message)
    {
        Interlocked.Increment(ref _lostConnections);
        LastError = message;
    }
}
