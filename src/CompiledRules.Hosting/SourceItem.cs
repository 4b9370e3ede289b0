using CompiledRules.Hosting.Sharing;

namespace CompiledRules.Hosting;

/// <summary>What is handed to the rule's loop: a message, a row or the end of a source, or something to do between two events.</summary>
/// <param name="Input">Index into the rule's inputs.</param>
/// <param name="Order">What to do; null for an event.</param>
internal readonly record struct SourceItem(int Input, SourceMessage Message, SourceRow? Row, bool IsEnd, Action? Order = null)
{
    public SourceItem(int input, SourceMessage message)
        : this(input, message, null, false)
    {
    }

    public SourceItem(int input, SourceRow row)
        : this(input, default, row, false)
    {
    }

    public SourceItem(int input, SharedBatch batch)
        : this(input, default, null, false) => Batch = batch;

    /// <summary>Rows of a shared stream; null for what the rule decodes itself.</summary>
    public SharedBatch? Batch { get; }

    /// <summary>Whether it is none of the events, which alone may be dropped.</summary>
    public bool IsKept => IsEnd || Order is not null;

    public static SourceItem Do(Action order) => new(-1, default, null, false, order);

    public static SourceItem End(int input) => new(input, default, null, true);
}
