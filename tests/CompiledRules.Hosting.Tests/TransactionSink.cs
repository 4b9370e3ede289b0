using System.Collections.Concurrent;

namespace CompiledRules.Hosting.Tests;

/// <summary>Writes in transactions, and can be told to fail behind the next one as if the answer were lost.</summary>
internal sealed class TransactionSink : ITransactionalSink<SqlValue>
{
    private readonly ConcurrentDictionary<string, long> _marks = new();

    public ConcurrentQueue<string> Messages { get; } = new();

    public bool IsAway { get; set; }

    public bool LosesAnswer { get; set; }

    public ValueTask ConnectAsync(CancellationToken cancellation) => default;

    public ValueTask WriteAsync(SqlValue message, CancellationToken cancellation) => throw new InvalidOperationException("only transactions");

    public ValueTask<IReadOnlyList<RefusedMessage>> WriteAsync(SinkTransaction<SqlValue> transaction, CancellationToken cancellation)
    {
        if (IsAway)
            throw new IOException("away");
        if (_marks.GetValueOrDefault(transaction.Writer) >= transaction.Number)
            return ValueTask.FromResult<IReadOnlyList<RefusedMessage>>([]);

        _marks[transaction.Writer] = transaction.Number;
        foreach (var entry in transaction.Messages)
            Messages.Enqueue(SqlJson.ToText(entry.Message));
        if (LosesAnswer)
        {
            LosesAnswer = false;
            throw new IOException("the answer is lost");
        }

        return ValueTask.FromResult<IReadOnlyList<RefusedMessage>>([]);
    }

    public ValueTask DisposeAsync() => default;
}
