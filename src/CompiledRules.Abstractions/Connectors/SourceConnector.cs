namespace CompiledRules;

/// <summary>A source as the runtime holds it: one that needs the stream's format, or one that does not.</summary>
public abstract record SourceConnector
{
    private SourceConnector()
    {
    }

    public sealed record Messages(ISource<SourceMessage> Source) : SourceConnector;

    public sealed record Rows(ISource<SourceRow> Source) : SourceConnector;
}
