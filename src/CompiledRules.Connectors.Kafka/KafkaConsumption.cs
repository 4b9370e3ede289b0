using System.Text;
using Confluent.Kafka;

namespace CompiledRules.Connectors.Kafka;

/// <summary>One subscription to a topic, from start to end, on a thread of its own.</summary>
/// <param name="partition">The partition to read; null to share them with the others of the group.</param>
/// <param name="position">Where to begin, and, while messages come, where the stream stands.</param>
/// <param name="isTracked">Whether a rule keeps the position, so that the group's is committed only when the rule says so.</param>
internal sealed class KafkaConsumption(
    ConsumerConfig config, string topic, int? partition, KafkaPosition position, Func<bool> isTracked, ConnectionStatusFeed status, IObserver<SourceMessage> observer) : IDisposable
{
    private static readonly string[] s_metadata = ["topic", "partition", "offset", "key"];

    // From one look to the next at whether it is all over.
    private static readonly TimeSpan s_pollTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private IConsumer<byte[]?, byte[]>? _consumer;
    private volatile bool _isDisposed;

    public void Start() => new Thread(Run) { IsBackground = true, Name = $"kafka {topic}" }.Start();

    // Not waited for: the runtime disposes on its own loop, which the last message may be waiting to enter.
    public void Dispose() => _isDisposed = true;

    /// <summary>Makes offsets the group's. Does nothing once the subscription has ended.</summary>
    public void Commit(KafkaPosition reached)
    {
        lock (_gate)
        {
            try
            {
                _consumer?.Commit(reached.Offsets.Select(entry => new TopicPartitionOffset(topic, entry.Key, entry.Value)));
            }
            catch (KafkaException)
            {
                // The next checkpoint commits what comes behind this one, and the rule does not ask the group where it stands.
            }
        }
    }

    private void Run()
    {
        try
        {
            using var consumer = Build();
            try
            {
                Open(consumer);
                while (!_isDisposed)
                    Step(consumer);
            }
            finally
            {
                Close(consumer);
            }
        }
        catch (KafkaException exception) when (!_isDisposed)
        {
            var error = new IOException($"{config.BootstrapServers}: {exception.Error.Reason}", exception);
            status.Set(ConnectionState.Disconnected, error.Message);
            observer.OnError(error);
        }
        catch (KafkaException)
        {
            // Nobody listens any more.
        }
    }

    private IConsumer<byte[]?, byte[]> Build() => new ConsumerBuilder<byte[]?, byte[]>(config)
        .SetErrorHandler((_, error) => OnError(error))
        .SetLogHandler(static (_, _) => { })
        .SetPartitionsAssignedHandler((_, partitions) => partitions.Select(StartOf))
        .SetPartitionsRevokedHandler((_, partitions) => partitions.ForEach(revoked => position.Remove(revoked.Partition)))
        .Build();

    private void Open(IConsumer<byte[]?, byte[]> consumer)
    {
        status.Set(ConnectionState.Connecting);
        using (var admin = new DependentAdminClientBuilder(consumer.Handle).Build())
            admin.GetMetadata(topic, s_patience);
        if (partition is { } only)
            consumer.Assign(StartOf(new TopicPartition(topic, only)));
        else
            consumer.Subscribe(topic);
        lock (_gate)
            _consumer = consumer;
        status.Set(ConnectionState.Connected);
    }

    private void Close(IConsumer<byte[]?, byte[]> consumer)
    {
        lock (_gate)
            _consumer = null;
        consumer.Close();
        if (_isDisposed)
            status.Set(ConnectionState.Disconnected);
    }

    private void Step(IConsumer<byte[]?, byte[]> consumer)
    {
        if (consumer.Consume(s_pollTime) is not { } message)
            return;

        status.Set(ConnectionState.Connected);
        position.Set(message.Partition, message.Offset.Value + 1);
        observer.OnNext(new SourceMessage(message.Message.Value ?? [], MetadataOf(message)));
        if (partition is null && !isTracked() && !_isDisposed)
            consumer.StoreOffset(message);
    }

    private TopicPartitionOffset StartOf(TopicPartition assigned) =>
        new(assigned, position[assigned.Partition] is { } next ? next : partition is null ? Offset.Unset : config.AutoOffsetReset == AutoOffsetReset.Earliest ? Offset.Beginning : Offset.End);

    private void OnError(Error error)
    {
        if (!_isDisposed && error.Code is ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Authentication)
            status.Set(ConnectionState.Disconnected, $"{config.BootstrapServers}: {error.Reason}");
    }

    private static SqlObject MetadataOf(ConsumeResult<byte[]?, byte[]> message) => SqlObject.FromArrays(
        s_metadata,
        [message.Topic, (long)message.Partition.Value, message.Offset.Value, message.Message.Key is { } key ? Encoding.UTF8.GetString(key) : SqlValue.Null]);
}
