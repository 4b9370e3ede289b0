namespace CompiledRules.Connectors.Memory;

/// <summary>Rows that rules of this process publish: <c>TYPE="memory", DATASOURCE="a/+/c"</c>. Metadata: <c>topic</c>.</summary>
public sealed class MemorySource : ISource<SourceRow>
{
    private readonly MemoryTopics _topics;
    private readonly string _filter;

    /// <exception cref="OptionException">The topic is missing or malformed.</exception>
    public MemorySource(ConnectorOptions options, MemoryTopics topics)
    {
        _topics = topics;
        _filter = options.RequireString("DATASOURCE", "the topic to follow, such as \"alerts\" or \"rooms/+\"");
        if (!TopicFilter.TryParse(_filter, out _))
            throw options.Error("DATASOURCE", $"found topic \"{_filter}\"; expected + to be a whole level and # to be the last one");
    }

    public IDisposable Subscribe(IObserver<SourceRow> observer) => _topics.Subscribe(
        _filter, message => observer.OnNext(new SourceRow(message.Row, SqlObject.FromArrays(["topic"], [message.Topic]))));
}
