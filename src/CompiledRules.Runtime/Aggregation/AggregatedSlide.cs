using System.Runtime.InteropServices;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Aggregates over all rows of a sliding window without looking at each of them again for every window.</summary>
/// <remarks>
/// The rows are in two parts. Of the older ones each has the aggregates from it to the end of its part; of the younger ones there is one sum, to which rows are added.
/// When the older part is used up the younger becomes it, so that each row is folded twice, whatever the length of the window. Windows must end with the last row.
/// </remarks>
/// <param name="fold">Adds rows to the only group of a set.</param>
/// <param name="merge">Adds later rows to earlier ones.</param>
public sealed class AggregatedSlide<TRow, TFirst, TState>(
    RowLoop<TRow, GroupSet<TFirst, long, IntegerKeyComparer, TState>> fold,
    MergeStates<TState> merge,
    IRowCodec<TRow> codec,
    RuleContext context,
    IWindowObserver<Group<TFirst, long, TState>> next) : ISlidingContents<TRow>
    where TState : struct, IStateful
{
    private readonly RowBuffer<TRow> _rows = new(codec);
    private readonly GroupFolding<TRow, TFirst, long, IntegerKeyComparer, TState, GroupSet<TFirst, long, IntegerKeyComparer, TState>> _younger = new(fold, new(), context);
    private readonly GroupFolding<TRow, TFirst, long, IntegerKeyComparer, TState, GroupSet<TFirst, long, IntegerKeyComparer, TState>> _single = new(fold, new(), context);

    // From the youngest of the older rows back to the oldest, so that what is dropped is at the end.
    private Suffix[] _older = [];
    private int _count;

    public void Add(TRow row, long timestamp)
    {
        _rows.Add(row, timestamp);
        _younger.Add([row]);
    }

    public void DropBefore(long time)
    {
        var count = _rows.CountBefore(time);
        if (count == 0)
            return;

        if (count > _count)
            Turn(count);
        else
            _count -= count;
        _rows.DropFirst(count);
    }

    public void Emit(long from, long before, WindowRange range)
    {
        DropBefore(from);
        if ((_count > 0 ? _older[_count - 1].Failure ?? _younger.Failure : _younger.Failure) is { } failure)
        {
            failure.Report(context);
            return;
        }

        var group = new Group<TFirst, long, TState> { IsEmpty = _rows.Count == 0 };
        if (_count > 0)
            merge(ref group.State, in _older[_count - 1].State);
        if (_younger.Groups.Count > 0)
            merge(ref group.State, in _younger.Groups.Items[0].State);
        if (typeof(TFirst) == typeof(TRow) && !group.IsEmpty)
            group.First = (TFirst)(object)_rows.Rows[0]!;
        next.OnWindow(MemoryMarshal.CreateReadOnlySpan(ref group, 1), range);
    }

    public void Save(IStateWriter writer) => _rows.Save(writer);

    public void Load(IStateReader reader)
    {
        _rows.Load(reader);
        Turn(0);
    }

    // The younger rows become older ones, but for those that are dropped at once.
    private void Turn(int dropped)
    {
        _younger.Clear();
        _count = 0;
        var rows = _rows.Rows[dropped..];
        if (_older.Length < rows.Length)
            _older = new Suffix[Math.Max(rows.Length, _older.Length * 2)];
        for (var i = rows.Length - 1; i >= 0; i--)
            AddOlder(rows.Slice(i, 1));
    }

    private void AddOlder(ReadOnlySpan<TRow> row)
    {
        _single.Clear();
        _single.Add(row);
        ref var suffix = ref _older[_count];
        suffix = new Suffix { Failure = _single.Failure };
        if (_single.Groups.Count > 0)
            suffix.State = _single.Groups.Items[0].State;
        if (_count > 0)
        {
            suffix.Failure ??= _older[_count - 1].Failure;
            merge(ref suffix.State, in _older[_count - 1].State);
        }

        _count++;
    }

    private struct Suffix
    {
        public TState State;
        public GroupFailure? Failure;
    }
}
