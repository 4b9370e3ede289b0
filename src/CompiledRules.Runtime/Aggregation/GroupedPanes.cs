using System.Runtime.CompilerServices;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Adds all that <paramref name="later"/> has seen to <paramref name="into"/>, without changing <paramref name="later"/>.</summary>
public delegate void MergeStates<TState>(ref TState into, in TState later);

/// <summary>Keeps the groups of overlapping windows by pane, the time between two hops: each row is folded once, however many windows cover it.</summary>
/// <param name="panes">How many panes a window is made of.</param>
/// <param name="isKeyed">Otherwise one group stands for the window, also for an empty one.</param>
public sealed class GroupedPanes<TUnit, TFirst, TKey, TComparer, TState>(
    int panes,
    RowLoop<TUnit, PaneSet<TFirst, TKey, TComparer, TState>> fold,
    bool isKeyed,
    MergeStates<TState> merge,
    RuleContext context,
    IWindowObserver<Group<TFirst, TKey, TState>> next) : IPaneContents<TUnit>
    where TComparer : struct, IKeyComparer<TKey>
    where TState : struct, IStateful
{
    // Keys that came and went may be this many times those at hand.
    private const int MostIdleKeys = 4;

    private static readonly IRowCodec<TFirst>? s_codec = Programs.UnitRows.FirstCodec<TFirst>();

    private readonly GroupFolding<TUnit, TFirst, TKey, TComparer, TState, PaneSet<TFirst, TKey, TComparer, TState>> _folding = new(fold, new(), context);

    // The closed panes, the oldest first behind the place of the next one.
    private readonly Pane[] _closed = [.. Enumerable.Repeat(new Pane([], 0, null), panes - 1)];
    private readonly GroupTotals<TFirst, TKey, TState> _totals = new(merge);
    private int _next;

    public void Add(ReadOnlySpan<TUnit> rows, long timestamp) => _folding.Add(rows);

    public void Emit(WindowRange range)
    {
        var open = _folding.Groups;
        _totals.Begin(open.Known);
        for (var i = 0; i < _closed.Length; i++)
        {
            ref readonly var pane = ref _closed[(_next + i) % _closed.Length];
            if (Refuses(pane.Failure))
                return;
            _totals.Add(pane.Groups);
        }

        if (Refuses(_folding.Failure))
            return;

        _totals.Add(open.Groups);
        if (!isKeyed && _totals.Groups.IsEmpty)
            _totals.AddEmpty();
        if (!_totals.Groups.IsEmpty)
            next.OnWindow(_totals.Groups, range);
    }

    public void EndPane(long dropBefore)
    {
        var open = _folding.Groups;
        if (_closed.Length == 0)
        {
            _folding.Clear();
            return;
        }

        ref var oldest = ref _closed[_next];
        var spare = oldest.Items;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TState>() || RuntimeHelpers.IsReferenceOrContainsReferences<TFirst>())
            Array.Clear(spare, 0, oldest.Count);
        oldest = new Pane(open.Items, open.Count, _folding.Failure);
        _folding.Forget();
        open.Open(spare);
        _next = (_next + 1) % _closed.Length;
        if (isKeyed && open.Known > 1_024 && open.Known > MostIdleKeys * _closed.Max(static pane => pane.Count))
            open.Reindex(_closed.Select(static pane => new ArraySegment<Group<TFirst, TKey, TState>>(pane.Items, 0, pane.Count)));
    }

    public void Save(IStateWriter writer)
    {
        writer.Section("panes", 2);
        for (var i = 0; i < _closed.Length; i++)
        {
            var pane = _closed[(_next + i) % _closed.Length];
            GroupFailure.Save(writer, pane.Failure);
            GroupArray<TFirst, TKey, TComparer, TState>.Save(writer, pane.Groups, s_codec);
        }

        _folding.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("panes");
        var panes = _closed.Length;
        for (var i = 0; i < panes; i++)
        {
            _folding.Load(reader);
            EndPane(0);
        }

        _folding.Load(reader);
    }

    private bool Refuses(GroupFailure? failure)
    {
        failure?.Report(context);
        return failure is not null;
    }

    private readonly record struct Pane(Group<TFirst, TKey, TState>[] Items, int Count, GroupFailure? Failure)
    {
        public ReadOnlySpan<Group<TFirst, TKey, TState>> Groups => Items.AsSpan(0, Count);
    }
}
