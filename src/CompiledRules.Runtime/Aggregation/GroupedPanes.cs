using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Adds all that <paramref name="later"/> has seen to <paramref name="into"/>, without changing <paramref name="later"/>.</summary>
public delegate void MergeStates<TState>(ref TState into, in TState later);

/// <summary>Keeps the groups of overlapping windows by pane, the time between two hops: each row is folded once, however many windows cover it.</summary>
/// <param name="panes">How many panes a window is made of.</param>
public sealed class GroupedPanes<TUnit, TKey, TComparer, TState>(
    int panes,
    GroupFold<TUnit, TKey, TState> parts,
    MergeStates<TState> merge,
    IRowCodec<TUnit> codec,
    RuleContext context,
    IWindowObserver<Group<TUnit, TState>> next) : IPaneContents<TUnit>
    where TComparer : struct, IEqualityComparer<TKey>
    where TState : struct, IStateful
{
    // A ring: the open pane, and behind it the closed ones from the oldest on.
    private readonly GroupFolding<TUnit, TKey, TComparer, TState>[] _panes = [.. Enumerable.Range(0, panes).Select(_ => new GroupFolding<TUnit, TKey, TComparer, TState>(parts, codec, context))];
    private readonly GroupSet<TUnit, TKey, TComparer, TState> _window = new(codec, parts.KeepsGroups);
    private int _open;

    public void Add(TUnit row, long timestamp) => _panes[_open].Add(row);

    public void Emit(WindowRange range)
    {
        _window.Clear();
        for (var i = 1; i <= _panes.Length; i++)
        {
            var pane = _panes[(_open + i) % _panes.Length];
            if (pane.HasFailed)
            {
                pane.ReportFailure();
                return;
            }

            MergeIn(pane.Groups);
        }

        if (parts.KeyOf is null && _window.Count == 0)
            _window.Of(default!);
        if (_window.Count > 0)
            next.OnWindow(_window.Groups, range);
    }

    public void EndPane(long dropBefore)
    {
        _open = (_open + 1) % _panes.Length;
        _panes[_open].Clear();
    }

    public void Save(IStateWriter writer)
    {
        writer.Section("panes", 1);
        writer.Write((long)_open);
        foreach (var pane in _panes)
            pane.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("panes");
        _open = (int)reader.ReadInteger();
        foreach (var pane in _panes)
            pane.Load(reader);
    }

    private void MergeIn(GroupSet<TUnit, TKey, TComparer, TState> pane)
    {
        var groups = pane.Groups;
        for (var i = 0; i < groups.Length; i++)
        {
            var total = _window.Of(pane.KeyOf(i));
            if (total.IsEmpty)
                (total.First, total.IsEmpty) = (groups[i].First, false);

            // Also the first pane is merged rather than copied: a state may hold a list, which the window must not share.
            merge(ref total.State, in groups[i].State);
        }
    }
}
