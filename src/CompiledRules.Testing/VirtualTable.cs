using System.Diagnostics.CodeAnalysis;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Testing;

/// <summary>A lookup table that answers on the virtual clock of a <see cref="RuleDriver"/>.</summary>
/// <param name="find">Gives the rows for the values of the keys; a <see cref="SqlException"/> is the failure of the question.</param>
/// <param name="delay">After how many milliseconds a question with these keys is answered.</param>
public sealed class VirtualTable(string name, Func<SqlArray, IReadOnlyList<SqlObject>> find, Func<SqlArray, long> delay)
{
    public string Name => name;

    /// <summary>The sizes of the exchanges so far, in order.</summary>
    public List<int> Exchanges { get; } = [];

    internal ITableLookup Open(LookupRequest request, RuleDriver driver) => new Lookup(this, request, driver);

    private TableAnswer Answer(SqlArray keys, LookupRequest request)
    {
        try
        {
            return new TableAnswer([.. find(keys).Select(row => new Row(RowSlots.Of(row, request.Layout), 0))], null);
        }
        catch (SqlException error)
        {
            return new TableAnswer(null, error);
        }
    }

    private long DelayOf(SqlArray keys) => delay(keys);

    private sealed class Lookup(VirtualTable table, LookupRequest request, RuleDriver driver) : ITableLookup
    {
        public bool TryFind(SqlValue[] keys, [NotNullWhen(true)] out IReadOnlyList<Row>? rows)
        {
            rows = null;
            return false;
        }

        public ValueTask FindAsync(ReadOnlyMemory<SqlValue[]> keys, Memory<TableAnswer> answers, CancellationToken cancellation)
        {
            table.Exchanges.Add(keys.Length);
            var exchange = new VirtualExchange<bool>();
            var missing = keys.Length;
            for (var i = 0; i < keys.Length; i++)
            {
                var question = i;
                var key = new SqlArray(keys.Span[i]);
                driver.After(table.DelayOf(key), () =>
                {
                    answers.Span[question] = table.Answer(key, request);
                    if (--missing == 0)
                        exchange.End(true);
                });
            }

            return new ValueTask(exchange, 0);
        }
    }
}
