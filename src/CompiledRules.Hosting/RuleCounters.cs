namespace CompiledRules.Hosting;

/// <summary>What a rule has done so far. Written on the rule's loop, readable from any thread.</summary>
public sealed class RuleCounters
{
    private long _rowsIn;
    private long _rowsOut;
    private long _errors;
    private long _late;
    private long _lostConnections;

    public long RowsIn => Interlocked.Read(ref _rowsIn);

    public long RowsOut => Interlocked.Read(ref _rowsOut);

    /// <summary>Rows and messages that failed; each went to the rule's error stream.</summary>
    public long Errors => Interlocked.Read(ref _errors);

    /// <summary>Rows that came after the watermark had passed their time.</summary>
    public long Late => Interlocked.Read(ref _late);

    /// <summary>How often a source has lost its connection, or could not make one.</summary>
    public long LostConnections => Interlocked.Read(ref _lostConnections);

    public string? LastError { get; private set; }

    internal void CountIn(int rows) => Interlocked.Add(ref _rowsIn, rows);

    internal void CountOut(int rows) => Interlocked.Add(ref _rowsOut, rows);

    internal void CountLate() => Interlocked.Increment(ref _late);

    internal void CountError(string message)
    {
        Interlocked.Increment(ref _errors);
        LastError = message;
    }

    internal void CountLostConnection(string message)
    {
        Interlocked.Increment(ref _lostConnections);
        LastError = message;
    }
}
