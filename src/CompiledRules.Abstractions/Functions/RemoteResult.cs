namespace CompiledRules;

/// <summary>What became of one remote call: a value, an error for the row, or the wish to drop the row.</summary>
public readonly struct RemoteResult
{
    private RemoteResult(SqlValue value, SqlException? error, bool isSkipped)
    {
        Value = value;
        Error = error;
        IsSkipped = isSkipped;
    }

    /// <summary>The row is dropped without an error, as the function's error policy asks.</summary>
    public static RemoteResult Skipped { get; } = new(default, null, true);

    /// <summary>Null where there is an error or the row is skipped.</summary>
    public SqlValue Value => Error is null && !IsSkipped ? field : SqlValue.Null;

    public SqlException? Error { get; }

    public bool IsSkipped { get; }

    public static RemoteResult From(SqlValue value) => new(value, null, false);

    public static RemoteResult Failed(SqlException error) => new(default, error, false);

    public override string ToString() => Error is { } error ? $"error: {error.Message}" : IsSkipped ? "skipped" : Value.ToString();
}
