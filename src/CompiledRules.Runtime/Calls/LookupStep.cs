using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Calls;

/// <summary>Asks a lookup table for each unit of a collection, for those of several collections at once.</summary>
/// <remarks>
/// A null key matches nothing and is not asked. Results keep the order of the units. A collection without result is not handed on; one of which a
/// unit could not be asked for is an error as a whole.
/// </remarks>
internal sealed class LookupStep : PendingStep<LookupItem>, IWindowObserver<JoinedRow>
{
    private static readonly TableAnswer s_nothing = new([], null);

    private readonly LookupSpec _spec;
    private readonly ITableLookup _table;
    private readonly IWindowObserver<JoinedRow> _next;
    private readonly CallLane<(LookupItem Item, int Unit), SqlValue[], TableAnswer> _lane;
    private readonly RowOutput<JoinedRow> _rows = new();

    public LookupStep(LookupSpec spec, ITableLookup table, CallOrder order, RuleContext context, StepTimes times, CallRun run, IWindowObserver<JoinedRow> next)
        : base(context, times, order)
    {
        (_spec, _table, _next) = (spec, table, next);
        _lane = new(new TableCallee(spec.Request.Table, table), run.Concurrency, Take, run.Signal, run.Cancellation);
    }

    protected override int Window => _lane.Window;

    public void OnWindow(ReadOnlySpan<JoinedRow> rows, WindowRange range)
    {
        // A key that fails is left to whoever handed the collection in: nothing of it has begun then.
        var keys = new SqlValue[rows.Length][];
        for (var i = 0; i < rows.Length; i++)
            keys[i] = _spec.Keys(rows[i], Context);

        var item = Take();
        item.Grow(rows.Length);
        (item.Range, item.Mark, item.Place) = (range, Context.Mark(), Context.Place);
        for (var i = 0; i < rows.Length; i++)
            Start(item, i, rows[i], keys[i]);
        Enqueue(item, rows.Length);
        Resume();
    }

    protected override void Pump() => _lane.Pump();

    protected override void HandOn(LookupItem item)
    {
        Context.Enter(item.Mark);
        try
        {
            _rows.Clear();
            for (var i = 0; i < item.Units; i++)
            {
                Context.Place = item.Place;
                if (item[i].Answer.Error is { } error)
                    throw error;

                Join(item[i].Row, item[i].Answer.Rows!);
            }

            if (!_rows.Rows.IsEmpty)
                _next.OnWindow(_rows.Rows, item.Range);
        }
#pragma warning disable CA1031 // Whatever a function throws is an error of that one collection.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Context.Report(exception, item.Mark.Window is null && item.Units == 1 ? item[0].Row : null);
        }
        finally
        {
            Context.Enter((WindowRange?)null);
        }
    }

    protected override void Flush()
    {
    }

    private void Start(LookupItem item, int unit, JoinedRow row, SqlValue[] keys)
    {
        if (Array.Exists(keys, static key => key.IsNull))
        {
            item[unit] = (row, s_nothing);
        }
        else if (_table.TryFind(keys, out var rows))
        {
            item[unit] = (row, new TableAnswer(rows, null));
        }
        else
        {
            item[unit] = (row, default);
            item.Missing++;
            _lane.Add((item, unit), keys);
        }
    }

    private void Take((LookupItem Item, int Unit) target, TableAnswer answer)
    {
        target.Item[target.Unit].Answer = answer;
        Answer(target.Item);
    }

    private void Join(JoinedRow row, IReadOnlyList<Row> found)
    {
        foreach (var match in found)
        {
            var joined = row.With(_spec.Source, match);
            if (_spec.Residual is null || _spec.Residual(joined, Context))
                _rows.Add(joined);
        }

        if (found.Count == 0 && _spec.IsLeft && (_spec.Residual is null || _spec.Residual(row, Context)))
            _rows.Add(row);
    }
}
