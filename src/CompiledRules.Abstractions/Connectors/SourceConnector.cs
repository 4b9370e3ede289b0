namespace CompiledRules;

/// <summary>A source as the runtime holds it: one that needs the stream's format, or one that does not.</summary>
public abstract record SourceConnector
{
    private SourceConnector()
    {
    }

    /// <param name="Source">Gives messages.</param>
    /// <param name="UnwrapsItself">Whether the source decrypts and decompresses by itself, such as a file as a whole, and gives messages that are neither.</param>
    public sealed record Messages(ISource<SourceMessage> Source, bool UnwrapsItself = false) : SourceConnector;

    /// <param name="Source">Gives rows.</param>
    /// <param name="IsText">Whether fields are text from which declared types are read, so that <c>12</c> is good for a bigint.</param>
    public sealed record Rows(ISource<SourceRow> Source, bool IsText = false) : SourceConnector
    {
        /// <summary>Whether the source decrypts and decompresses what it makes rows of. Nobody else can.</summary>
        public bool UnwrapsItself { get; init; }
    }
}
