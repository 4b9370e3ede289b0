using System.Diagnostics.CodeAnalysis;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Testing;

/// <summary>Lookup tables in memory; each rule that asks sees the rows that are there by then.</summary>
internal sealed class LookupTables
{
    private readonly Dictionary<string, List<SqlObject>> _rows = new(StringComparer.Ordinal);

    public void Add(string table, SqlObject row)
    {
        if (!_rows.TryGetValue(table, out var rows))
            _rows[table] = rows = [];
        rows.Add(row);
    }

    public ITableLookup Open(LookupRequest request)
    {
        if (!_rows.TryGetValue(request.Table, out var rows))
            _rows[request.Table] = rows = [];
        return new Lookup(rows, request);
    }

    private sealed class Lookup(List<SqlObject> tableRows, LookupRequest request) : ITableLookup
    {
        public bool TryFind(SqlValue[] keys, [NotNullWhen(true)] out IReadOnlyList<Row>? rows)
        {
            rows = [.. tableRows.Where(row => Matches(row, keys)).Select(row => new Row(RowSlots.Of(row, request.Layout), 0))];
            return true;
        }

        public ValueTask FindAsync(ReadOnlyMemory<SqlValue[]> keys, Memory<TableAnswer> answers, CancellationToken cancellation) =>
            throw new InvalidOperationException("What is known is not asked for");

        private bool Matches(SqlObject row, SqlValue[] keys)
        {
            for (var i = 0; i < keys.Length; i++)
            {
                if (!AreEqual(row[request.Keys[i]], keys[i]))
                    return false;
            }

            return true;
        }

        private static bool AreEqual(SqlValue left, SqlValue right) =>
            left.IsNumber && right.IsNumber ? left.AsNumber().Equals(right.AsNumber()) : left.Equals(right);
    }
}
