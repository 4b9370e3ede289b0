using CompiledRules.Hosting;

namespace CompiledRules.Extensions.Hosting;

public enum EmbeddedRuleState
{
    Stopped,
    Running,

    /// <summary>All its streams have ended.</summary>
    Ended,

    /// <summary>It could not be started, or an error that belongs to no row has ended it.</summary>
    Failed,
}

/// <summary>A rule of the application, at one moment.</summary>
/// <param name="Error">Why it has failed; null where it has not.</param>
/// <param name="Running">The present run or the last one; null where there was none.</param>
public sealed record EmbeddedRule(string Name, string Sql, EmbeddedRuleState State, string? Error, RunningRule? Running)
{
    public long RowsIn => Running?.Counters.RowsIn ?? 0;

    public long RowsOut => Running?.Counters.RowsOut ?? 0;

    /// <summary>Rows that failed, and messages that a sink has refused.</summary>
    public long Errors => Running?.ErrorCount ?? 0;

    /// <summary>Events and results that full buffers have pushed out.</summary>
    public long Lost => Running?.LostCount ?? 0;

    public string? LastError => Error ?? Running?.Counters.LastError;

    /// <summary>What keeps the rule from its sources or sinks; null where nothing does, or it does not run.</summary>
    public string? Trouble => State == EmbeddedRuleState.Running ? Running?.Trouble : null;
}
