using CompiledRules.State;

namespace CompiledRules;

/// <summary>What a function may know of the rule that calls it. One per rule; valid on the rule's own loop only.</summary>
public abstract class FunctionContext
{
    /// <summary>Empty for a query that has no name.</summary>
    public abstract string RuleId { get; }

    /// <summary>When the rule started, in milliseconds since the Unix epoch.</summary>
    public abstract long RuleStart { get; }

    /// <summary>The rule's clock; tests give a virtual one.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>The zone of date parts and of text without a zone.</summary>
    public abstract TimeZoneInfo Zone { get; }

    /// <summary>The time of the row or window in hand, in milliseconds since the Unix epoch.</summary>
    public abstract long EventTime { get; }

    /// <summary>What the source said about the row in hand (topic, qos …), or null.</summary>
    public abstract SqlObject? Metadata { get; }

    /// <summary>The range of the window in hand, or null outside a window.</summary>
    public abstract WindowRange? Window { get; }

    /// <summary>Values that functions keep across rows and rules, by key.</summary>
    public abstract IKeyedState KeyedState { get; }

    /// <summary>Values that functions keep for this rule alone, by key: empty when the rule starts anew, saved with its checkpoints, and handed on to the next version of a plugin.</summary>
    /// <remarks>All functions of the rule share it, so a key begins with the function's name. State of one call in the SQL, or of one partition, is that of an <see cref="IAnalytic"/>.</remarks>
    public virtual IKeyedState State => KeyedState;

    /// <summary>Signalled when the rule stops and does not wait for what a function does.</summary>
    public virtual CancellationToken Stopping => CancellationToken.None;

    /// <summary>Writes a line to the rule's log. What is wrong with a row is no line, but a <see cref="SqlException"/>.</summary>
    public virtual void Log(string line)
    {
    }

    public SqlTime Now => SqlTime.From(Time.GetUtcNow(), Zone);
}
