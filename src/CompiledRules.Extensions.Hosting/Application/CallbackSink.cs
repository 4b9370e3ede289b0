namespace CompiledRules.Extensions.Hosting.Application;

/// <summary>Hands results to the application, a row at a time.</summary>
internal sealed class CallbackSink<T>(Func<T, CancellationToken, ValueTask> take) : ISink<SqlValue>
{
    public ValueTask ConnectAsync(CancellationToken cancellation) => default;

    public async ValueTask WriteAsync(SqlValue message, CancellationToken cancellation)
    {
        if (message.Kind == SqlKind.Array)
        {
            foreach (var item in message.AsArray())
                await WriteAsync(item, cancellation).ConfigureAwait(false);
            return;
        }

        if (message.Kind != SqlKind.Object)
            throw new SqlException($"found {SqlText.Describe(message)}, the application takes an object or an array of objects");
        await take(ClrReader<T>.ReadRow(message.AsObject()), cancellation).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => default;
}
