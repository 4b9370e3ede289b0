namespace CompiledRules;

/// <summary>A source as the runtime holds it: one that needs the stream's format, or one that does not.</summary>
public abstract record SourceConnector
{
    private SourceConnector()
    {
    }

    public sealed record Messages(ISource<SourceMessage> Source) : SourceConnector;

    /// <param name="Source">Gives rows.</param>
    /// <param name="IsText">Whether fields are text from which declared types are read, so that <c>12</c> is good for a bigint.</param>
    public sealed record Rows(ISource<SourceRow> Source, bool IsText = false) : SourceConnector;
}
