using CompiledRules.Formats;
using CompiledRules.Formats.Rows;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Hosting;

/// <summary>A lookup as a rule asks it: rows of slots for the values of keys. The rule waits for the answer.</summary>
internal sealed class LookupTable(ILookup lookup, LookupRequest request, RowSchema schema) : ITableLookup, IAsyncDisposable
{
    private readonly RowMapper _mapper = new(request.Layout, schema);
    private readonly DecodedRows _rows = new();
    private bool _isConnected;

    /// <summary>Connects; a table that is away is tried again with the first question, whose row has the error.</summary>
    public void Open()
    {
        try
        {
            Connect();
        }
        catch (IOException)
        {
            // Nothing asks yet.
        }
    }

    public IReadOnlyList<Row> Find(SqlValue[] keys)
    {
        Connect();
        var answer = lookup.FindAsync(request.Keys, [[.. keys]], CancellationToken.None).AsTask().GetAwaiter().GetResult();
        _rows.Clear();
        foreach (var row in answer[0])
            _mapper.Map(new SourceRow(row), 0, _rows);
        return _rows.Errors is [var error, ..] ? throw new SqlException($"table {request.Table}: {error.Message}", error) : [.. _rows.Rows];
    }

    public ValueTask DisposeAsync() => lookup.DisposeAsync();

    private void Connect()
    {
        if (_isConnected)
            return;

        lookup.ConnectAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        _isConnected = true;
    }
}
