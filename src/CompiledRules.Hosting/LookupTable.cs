using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CompiledRules.Connectors.Tables;
using CompiledRules.Formats;
using CompiledRules.Formats.Rows;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Hosting;

/// <summary>A lookup as a rule asks it: rows of slots for the values of keys.</summary>
/// <param name="cache">Null where every question goes to the table.</param>
internal sealed class LookupTable(ILookup lookup, LookupRequest request, RowSchema schema, LookupCache? cache) : ITableLookup, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly RowMapper _mapper = new(request.Layout, schema);
    private readonly DecodedRows _rows = new();
    private Task? _connection;

    /// <summary>Begins to connect; a table that is away is tried again with the next question.</summary>
    public void Open() => _ = ConnectAsync();

    public bool TryFind(SqlValue[] keys, [NotNullWhen(true)] out IReadOnlyList<Row>? rows)
    {
        rows = null;
        if (cache is not null && cache.TryFind(keys, out rows))
            return true;
        if (!lookup.AnswersAtOnce || _connection is not { IsCompletedSuccessfully: true })
            return false;

        rows = Map(lookup.FindAsync(request.Keys, [[.. keys]], CancellationToken.None).AsTask().GetAwaiter().GetResult()[0]);
        return true;
    }

    /// <remarks>Equal keys are asked for once.</remarks>
    public async ValueTask FindAsync(ReadOnlyMemory<SqlValue[]> keys, Memory<TableAnswer> answers, CancellationToken cancellation)
    {
        var asked = new Dictionary<SqlArray, int>();
        var questions = new List<ImmutableArray<SqlValue>>();
        var positions = new int[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys.Span[i];
            if (asked.TryAdd(new SqlArray(Array.ConvertAll(key, TableKey.Normalize)), questions.Count))
                questions.Add([.. key]);
            positions[i] = asked[new SqlArray(Array.ConvertAll(key, TableKey.Normalize))];
        }

        await ConnectAsync().WaitAsync(cancellation).ConfigureAwait(false);
        var found = await lookup.FindAsync(request.Keys, questions, cancellation).ConfigureAwait(false);
        var mapped = found.Select(TryMap).ToArray();
        for (var i = 0; i < keys.Length; i++)
        {
            answers.Span[i] = mapped[positions[i]];
            if (mapped[positions[i]].Rows is { } rows)
                cache?.Add(keys.Span[i], rows);
        }
    }

    public ValueTask DisposeAsync() => lookup.DisposeAsync();

    private Task ConnectAsync()
    {
        lock (_gate)
        {
            if (_connection is null or { IsCompleted: true, IsCompletedSuccessfully: false })
                _connection = StartAsync();
            return _connection;
        }
    }

    private async Task StartAsync() => await lookup.ConnectAsync(CancellationToken.None).ConfigureAwait(false);

    private TableAnswer TryMap(IReadOnlyList<SqlObject> found)
    {
        try
        {
            return new TableAnswer(Map(found), null);
        }
        catch (SqlException error)
        {
            return new TableAnswer(null, error);
        }
    }

    private IReadOnlyList<Row> Map(IReadOnlyList<SqlObject> found)
    {
        if (found.Count == 0)
            return [];

        lock (_gate)
        {
            _rows.Clear();
            foreach (var row in found)
                _mapper.Map(new SourceRow(row), 0, _rows);
            return _rows.Errors is [var error, ..] ? throw new SqlException($"table {request.Table}: {error.Message}", error) : [.. _rows.Rows];
        }
    }
}
