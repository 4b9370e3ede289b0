using CompiledRules.Runtime.Joins;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Collections;

/// <summary>Joins the rows of a collection, source by source, in the order in which they are written.</summary>
/// <remarks>A collection without result is not handed on.</remarks>
public sealed class CollectionJoin(IReadOnlyList<JoinStep> steps, RuleContext context, IWindowObserver<JoinedRow> next) : IWindowObserver<TaggedRow>
{
    // Below so many pairs, testing each is faster than a table.
    private const long SmallestHashed = 64;

    public void OnWindow(ReadOnlySpan<TaggedRow> rows, WindowRange range)
    {
        var joined = RowsOf(rows, 0).Select(static row => JoinedRow.Of(0, row)).ToArray();
        foreach (var step in steps)
            joined = Join(joined, [.. RowsOf(rows, step.Right)], step);

        if (joined.Length > 0)
            next.OnWindow(joined, range);
    }

    private static List<Row> RowsOf(ReadOnlySpan<TaggedRow> rows, int source)
    {
        var found = new List<Row>();
        foreach (var row in rows)
        {
            if (row.Source == source)
                found.Add(row.Row);
        }

        return found;
    }

    private JoinedRow[] Join(JoinedRow[] left, Row[] right, JoinStep step)
    {
        var result = new Result(step.Right);
        Func<JoinedRow, Row, bool>? on = step.On is null ? null : (row, other) => step.On(row.With(step.Right, other), context);
        IJoin<JoinedRow, Row> join = CanHash(left, right, step)
            ? new HashJoin<JoinedRow, Row, SqlValue[]>(
                (JoinedRow row, out SqlValue[] key) => HasKey(key = step.LeftKeys!(row, context)),
                (Row row, out SqlValue[] key) => HasKey(key = step.RightKeys!(row, context)),
                on,
                KeyComparer.Instance)
            : new NestedLoopJoin<JoinedRow, Row>(on);
        join.Run(step.Kind, left, right, result);
        return [.. result.Rows];
    }

    // Values of different kinds do not compare, which is an error that only testing each pair finds; so keys are hashed where all are of one kind.
    private bool CanHash(JoinedRow[] left, Row[] right, JoinStep step)
    {
        if (step.LeftKeys is null || step.RightKeys is null || (long)left.Length * right.Length < SmallestHashed)
            return false;

        var kinds = new SqlKind[step.RightKeys(right[0], context).Length];
        return Array.TrueForAll(left, row => Agree(kinds, step.LeftKeys(row, context))) && Array.TrueForAll(right, row => Agree(kinds, step.RightKeys(row, context)));
    }

    private static bool Agree(SqlKind[] kinds, SqlValue[] keys)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var kind = keys[i].IsNumber ? SqlKind.Float : keys[i].Kind;
            if (keys[i].IsNull)
                continue;
            if (kind is SqlKind.Array or SqlKind.Object or SqlKind.Bytes || (kinds[i] != default && kinds[i] != kind))
                return false;

            kinds[i] = kind;
        }

        return true;
    }

    private static bool HasKey(SqlValue[] keys) => !Array.Exists(keys, static key => key.IsNull);

    private sealed class Result(int right) : IJoinObserver<JoinedRow, Row>
    {
        public List<JoinedRow> Rows { get; } = [];

        public void OnPair(JoinedRow left, Row other) => Rows.Add(left.With(right, other));

        public void OnLeft(JoinedRow left) => Rows.Add(left);

        public void OnRight(Row other) => Rows.Add(JoinedRow.Of(right, other));
    }
}
