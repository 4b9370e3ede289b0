using System.Buffers;
using Confluent.Kafka;

namespace CompiledRules.Connectors.Kafka;

/// <summary>Messages of a topic: <c>TYPE="kafka", DATASOURCE="readings", brokers="host:9092", groupID="plant"</c>. Metadata: <c>topic</c>, <c>partition</c>, <c>offset</c>, <c>key</c>.</summary>
/// <remarks>
/// With a <c>groupID</c> the members of the group share the partitions, and the group's offset is committed: behind each message as it is handed on, or, in a rule with
/// checkpoints, once a checkpoint has it. Without one, <c>partition</c> (0) is read. Where there is no offset yet <c>autoOffsetReset</c> says where to begin: latest (the default)
/// or earliest. <c>maxBytes</c> bounds what is fetched of a partition at once; a member of the group that is silent for <c>sessionTimeout</c> (45s) loses
/// its partitions to the others. The client goes on trying whatever <c>maxAttempts</c> says. A rule can go back to any message that
/// the brokers still have.
/// </remarks>
public sealed class KafkaSource : ISource<SourceMessage>, IConnectionStatus, IRewindable
{
    private readonly ConsumerConfig _config;
    private readonly string _topic;
    private readonly int? _partition;
    private readonly ConnectionStatusFeed _status = new();
    private KafkaPosition _position = new();
    private bool _isTracked;
    private KafkaConsumption? _running;

    /// <exception cref="OptionException">An option is missing or cannot be used.</exception>
    public KafkaSource(ConnectorOptions options, ConnectorContext context)
    {
        _topic = options.RequireString("DATASOURCE", "the topic to read");
        var group = options.GetStringOrNull("groupID");
        var partition = (int)options.GetInteger("partition", 0, 0, int.MaxValue);
        _partition = string.IsNullOrEmpty(group) ? partition : null;
        options.GetInteger("maxAttempts", 3, 1, int.MaxValue);
        _config = new ConsumerConfig(KafkaSettings.Read(options, context))
        {
            // The client wants a name also where there is no group.
            GroupId = string.IsNullOrEmpty(group) ? $"{context.Name}-alone" : group,
            EnableAutoCommit = _partition is null,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = options.GetChoice("autoOffsetReset", "latest", "latest", "earliest") == "earliest" ? AutoOffsetReset.Earliest : AutoOffsetReset.Latest,
            MaxPartitionFetchBytes = (int)options.GetInteger("maxBytes", 1_000_000, 1, 1_000_000_000),
            SessionTimeoutMs = (int)options.GetDuration("sessionTimeout", TimeSpan.FromSeconds(45)).TotalMilliseconds,
            AllowAutoCreateTopics = true,
        };
        if (_config.SessionTimeoutMs < 1000)
            throw options.Error("sessionTimeout", $"found {_config.SessionTimeoutMs} ms; expected a duration from \"1s\" up");
        _config.HeartbeatIntervalMs = _config.SessionTimeoutMs / 3;
    }

    public ConnectionStatus Status => _status.Current;

    public IObservable<ConnectionStatus> StatusChanges => _status;

    public void WritePosition(IBufferWriter<byte> position)
    {
        _isTracked = true;
        _position.Write(position);
    }

    public void Rewind(ReadOnlySpan<byte> position)
    {
        _isTracked = true;
        _position = KafkaPosition.Read(position);
    }

    public void Release(ReadOnlySpan<byte> position)
    {
        if (_partition is null)
            Volatile.Read(ref _running)?.Commit(KafkaPosition.Read(position));
    }

    public IDisposable Subscribe(IObserver<SourceMessage> observer)
    {
        var consumption = new KafkaConsumption(_config, _topic, _partition, _position, () => _isTracked, _status, observer);
        Volatile.Write(ref _running, consumption);
        consumption.Start();
        return consumption;
    }
}
