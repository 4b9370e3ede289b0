using System.Collections.Concurrent;

namespace CompiledRules.Connectors.Memory;

/// <summary>Topics inside the process, through which rules hand rows to rules. Nothing is kept: who subscribes later has missed what was before.</summary>
public sealed class MemoryTopics
{
    // Topics may follow the data; then the table of who hears what must not grow with it.
    private const int MaximumKnownTopics = 4096;

    private readonly Lock _gate = new();
    private readonly List<Subscription> _subscriptions = [];
    private readonly ConcurrentDictionary<string, Subscription[]> _audiences = new(StringComparer.Ordinal);

    /// <summary>Hands the row to all subscribers on the caller's thread. One subscriber hears one row at a time.</summary>
    /// <exception cref="ArgumentException">The topic is empty or has a wildcard.</exception>
    public void Publish(MemoryMessage message)
    {
        if (message.Topic.Length == 0 || TopicFilter.HasWildcard(message.Topic))
            throw new ArgumentException($"found topic '{message.Topic}', expected one without + and #", nameof(message));

        if (!_audiences.TryGetValue(message.Topic, out var audience))
            audience = FindAudience(message.Topic);
        foreach (var subscription in audience)
            subscription.OnNext(message);
    }

    /// <param name="filter">May hold MQTT's wildcards.</param>
    /// <param name="observer">Hears rows on their publishers' threads, one at a time.</param>
    /// <exception cref="ArgumentException">A wildcard stands where none may.</exception>
    public IDisposable Subscribe(string filter, Action<MemoryMessage> observer)
    {
        if (!TopicFilter.TryParse(filter, out var parsed))
            throw new ArgumentException($"found topic '{filter}', expected + to be a whole level and # to be the last one", nameof(filter));

        var subscription = new Subscription(parsed, observer);
        lock (_gate)
        {
            _subscriptions.Add(subscription);
            _audiences.Clear();
        }

        return new Release(() =>
        {
            lock (_gate)
            {
                _subscriptions.Remove(subscription);
                _audiences.Clear();
            }
        });
    }

    private Subscription[] FindAudience(string topic)
    {
        lock (_gate)
        {
            if (_audiences.Count >= MaximumKnownTopics)
                _audiences.Clear();
            var audience = _subscriptions.Where(subscription => subscription.Filter.Matches(topic)).ToArray();
            _audiences[topic] = audience;
            return audience;
        }
    }

    private sealed class Subscription(TopicFilter filter, Action<MemoryMessage> observer)
    {
        private readonly Lock _gate = new();

        public TopicFilter Filter { get; } = filter;

        public void OnNext(MemoryMessage message)
        {
            lock (_gate)
                observer(message);
        }
    }
}
