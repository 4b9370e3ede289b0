using System.Collections.Immutable;

namespace CompiledRules.Hosting.Output;

public sealed partial class SinkWriter
{
    private static readonly ImmutableDictionary<string, string> s_noProperties = ImmutableDictionary<string, string>.Empty;

    /// <summary>Writes the results of a checkpoint: as one transaction where the sink has them, message by message otherwise.</summary>
    private async Task TransferAsync(SinkTransfer transfer)
    {
        var results = transfer.Results;
        if (results is null)
            await RetryAsync(() => Do(() => results = _backstop.Load(this, transfer.Number))).ConfigureAwait(false);

        try
        {
            if (results is not null)
                await TransferAsync(transfer, results).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever the sink cannot take as a whole it is not given again and again.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            foreach (var rows in results!)
                Refuse(error, new SqlArray([.. rows.Select(static row => (SqlValue)row)]));
        }

        await RetryAsync(() => Do(() => _backstop.OnTransferred(this, transfer.Number))).ConfigureAwait(false);
    }

    private Task TransferAsync(SinkTransfer transfer, IReadOnlyList<IReadOnlyList<SqlObject>> results) => _connector switch
    {
        SinkConnector.Encoded { Sink: ITransactionalSink<ReadOnlyMemory<byte>> sink } => TransactAsync(sink, transfer, results, message => Encode(message).ToArray()),
        SinkConnector.Values { Sink: ITransactionalSink<SqlValue> sink } => TransactAsync(sink, transfer, results, ValueOf),
        _ => WriteAllAsync(results),
    };

    private async Task WriteAllAsync(IReadOnlyList<IReadOnlyList<SqlObject>> results)
    {
        foreach (var rows in Gather(results))
            await WriteAsync(rows).ConfigureAwait(false);
    }

    private async Task TransactAsync<T>(ITransactionalSink<T> sink, SinkTransfer transfer, IReadOnlyList<IReadOnlyList<SqlObject>> results, Func<SinkMessage, T> encode)
    {
        var (entries, data) = (new List<SinkEntry<T>>(), new List<SqlValue>());
        foreach (var rows in Gather(results))
            Collect(rows, encode, entries, data);

        IReadOnlyList<RefusedMessage> refused = [];
        var transaction = new SinkTransaction<T>($"{transfer.Writer}/{Key}", transfer.Number, entries);
        await RetryAsync(async () => refused = await sink.WriteAsync(transaction, _stop.Token).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (var (index, error) in refused)
            Refuse(error, data[index]);
        Interlocked.Add(ref _written, entries.Count - refused.Count);
    }

    private void Collect<T>(IReadOnlyList<SqlObject> rows, Func<SinkMessage, T> encode, List<SinkEntry<T>> entries, List<SqlValue> data)
    {
        try
        {
            foreach (var message in _output.Shape.MessagesOf(rows))
            {
                entries.Add(new SinkEntry<T>(encode(message), _output.Dynamic.Count > 0 ? PropertiesOf(message.Data) : s_noProperties));
                data.Add(message.Data);
            }
        }
#pragma warning disable CA1031 // Whatever is wrong with one result, the others of the transaction are written.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Refuse(error, new SqlArray([.. rows.Select(static row => (SqlValue)row)]));
        }
    }

    private static ValueTask Do(Action action)
    {
        action();
        return ValueTask.CompletedTask;
    }
}
