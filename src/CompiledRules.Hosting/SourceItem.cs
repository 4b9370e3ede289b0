namespace CompiledRules.Hosting;

/// <summary>What a source hands to the rule's loop: a message, a row, or its end.</summary>
/// <param name="Input">Index into the rule's inputs.</param>
internal readonly record struct SourceItem(int Input, SourceMessage Message, SourceRow? Row, bool IsEnd)
{
    public SourceItem(int input, SourceMessage message)
        : this(input, message, null, false)
    {
    }

    public SourceItem(int input, SourceRow row)
        : this(input, default, row, false)
    {
    }

    public static SourceItem End(int input) => new(input, default, null, true);
}
