namespace CompiledRules.Hosting.Output;

public sealed partial class SinkWriter
{
    /// <summary>Adds the rows of results that come next, until the collection is full or its first row has waited long enough.</summary>
    private async Task<IReadOnlyList<SqlObject>> GatherAsync(IReadOnlyList<SqlObject> first)
    {
        var (size, linger) = (_output.Delivery.BatchSize, _output.Delivery.Linger);
        List<SqlObject> rows = [.. first];
        using var patience = new CancellationTokenSource(linger > TimeSpan.Zero ? linger : Timeout.InfiniteTimeSpan, _context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stop.Token);
        while (size == 0 || rows.Count < size)
        {
            try
            {
                if (await _queue.TakeResultAsync(either.Token).ConfigureAwait(false) is not { } next)
                    break;

                rows.AddRange(next);
            }
            catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
            {
                break;
            }
        }

        return rows;
    }

    /// <summary>The results of a checkpoint in collections of the size asked for.</summary>
    private IEnumerable<IReadOnlyList<SqlObject>> Gather(IReadOnlyList<IReadOnlyList<SqlObject>> results)
    {
        if (!_output.Delivery.IsBatching)
            return results;

        var rows = results.SelectMany(static rows => rows);
        return _output.Delivery.BatchSize > 1 ? rows.Chunk(_output.Delivery.BatchSize) : [[.. rows]];
    }
}
