using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Calls;

/// <summary>Makes the calls of each unit, all of them at once, and hands it on with their results.</summary>
/// <remarks>A call that fails is an error of its row; of a collection it is one of the whole. A call that asks for it drops its unit without a word.</remarks>
internal sealed class CallStep<TIn, TOut> : PendingStep<CalledItem<TOut>>, IWindowObserver<TIn>
{
    private readonly UnitCall<TIn>[] _calls;
    private readonly CallLane<(CalledItem<TOut> Item, int Unit), SqlArray, RemoteResult>[] _lanes;
    private readonly CallSlots<TIn, TOut> _slots;
    private readonly bool _isCollective;
    private readonly IWindowObserver<TOut> _next;
    private readonly SqlArray?[] _arguments;
    private readonly RowOutput<TOut> _rows = new();

    /// <param name="isCollective">Whether units come in collections, which go on as they came.</param>
    public CallStep(
        UnitCall<TIn>[] calls, CallSlots<TIn, TOut> slots, bool isCollective, CallOrder order, RuleContext context, StepTimes times, CallRun run, IWindowObserver<TOut> next)
        : base(context, times, order)
    {
        (_calls, _slots, _isCollective, _next) = (calls, slots, isCollective, next);
        _arguments = new SqlArray?[calls.Length];
        _lanes = [.. calls.Select((call, index) => new CallLane<(CalledItem<TOut> Item, int Unit), SqlArray, RemoteResult>(
            new FunctionCallee(context.Functions[call.Function]), run.Concurrency, (target, result) => Take(target.Item, target.Unit, index, result), run.Signal, run.Cancellation))];
    }

    protected override int Window => _lanes.Min(static lane => lane.Window);

    public void OnWindow(ReadOnlySpan<TIn> rows, WindowRange range)
    {
        if (_isCollective)
            AddCollection(rows, range);
        else
            AddRows(rows);
        Resume();
    }

    protected override void Pump()
    {
        foreach (var lane in _lanes)
            lane.Pump();
    }

    protected override void HandOn(CalledItem<TOut> item)
    {
        if (_isCollective)
        {
            HandOnCollection(item);
        }
        else if (item[0].Error is { } error)
        {
            Flush();
            Report(error, item[0].ErrorPlace, item[0].Unit);
        }
        else if (!item[0].IsSkipped)
        {
            _rows.Add(item[0].Unit);
        }
    }

    protected override void Flush()
    {
        if (_isCollective || _rows.Rows.IsEmpty)
            return;

        _next.OnWindow(_rows.Rows, default);
        _rows.Clear();
    }

    private void AddRows(ReadOnlySpan<TIn> rows)
    {
        foreach (var row in rows)
        {
            try
            {
                ReadArguments(row);
            }
#pragma warning disable CA1031 // Whatever a function throws is an error of that one row.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Context.Report(exception, row);
                continue;
            }

            var item = Take();
            Start(item, 0, row);
            Enqueue(item, 1);
        }
    }

    // An argument that fails is left to whoever handed the collection in: nothing of it has begun then.
    private void AddCollection(ReadOnlySpan<TIn> units, WindowRange range)
    {
        var arguments = new SqlArray?[units.Length][];
        for (var i = 0; i < units.Length; i++)
        {
            ReadArguments(units[i]);
            arguments[i] = [.. _arguments];
        }

        var item = Take();
        item.Grow(units.Length);
        (item.Range, item.Mark) = (range, Context.Mark());
        for (var i = 0; i < units.Length; i++)
        {
            arguments[i].CopyTo(_arguments, 0);
            Start(item, i, units[i]);
        }

        Enqueue(item, units.Length);
    }

    private void ReadArguments(TIn unit)
    {
        for (var i = 0; i < _calls.Length; i++)
        {
            var call = _calls[i];
            _arguments[i] = call.Condition is null || call.Condition(unit, Context) ? new SqlArray(call.Arguments(unit, Context)) : null;
        }
    }

    private void Start(CalledItem<TOut> item, int unit, TIn row)
    {
        ref var called = ref item[unit];
        called.Unit = _slots.Extend(row, _calls.Length, out called.Values, out called.First);
        for (var i = 0; i < _calls.Length; i++)
        {
            if (_arguments[i] is not { } arguments)
                continue;

            item.Missing++;
            _lanes[i].Add((item, unit), arguments);
        }
    }

    private void Take(CalledItem<TOut> item, int unit, int call, RemoteResult result)
    {
        ref var called = ref item[unit];
        if (result.Error is { } error)
            (called.Error, called.ErrorPlace) = (called.Error ?? error, called.Error is null ? _calls[call].Place : called.ErrorPlace);
        else if (result.IsSkipped)
            called.IsSkipped = true;
        else
            called.Values[called.First + call] = result.Value;
        Answer(item);
    }

    private void HandOnCollection(CalledItem<TOut> item)
    {
        Context.Enter(item.Mark);
        try
        {
            _rows.Clear();
            for (var i = 0; i < item.Units; i++)
            {
                ref var called = ref item[i];
                if (called.Error is { } error)
                {
                    Report(error, called.ErrorPlace, item.Mark.Window is null && item.Units == 1 ? called.Unit : null);
                    return;
                }

                if (!called.IsSkipped)
                    _rows.Add(called.Unit);
            }

            if (item.Units == 0 || !_rows.Rows.IsEmpty)
                _next.OnWindow(_rows.Rows, item.Range);
        }
#pragma warning disable CA1031 // Whatever a function throws is an error of that one collection.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Context.Report(exception, item.Mark.Window is null && item.Units == 1 ? item[0].Unit : null);
        }
        finally
        {
            Context.Enter((WindowRange?)null);
        }
    }

    private void Report(SqlException error, int place, object? row)
    {
        Context.Place = place;
        Context.Report(error, row);
    }
}
