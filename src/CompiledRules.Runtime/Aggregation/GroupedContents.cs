using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Keeps only the groups of a window: each row is touched once, when it arrives.</summary>
/// <param name="isKeyed">Otherwise one group stands for the window, also for an empty one.</param>
public sealed class GroupedContents<TUnit, TFirst, TKey, TComparer, TState>(
    RowLoop<TUnit, GroupSet<TFirst, TKey, TComparer, TState>> fold, bool isKeyed, RuleContext context, IWindowObserver<Group<TFirst, TKey, TState>> next) : IWindowContents<TUnit>
    where TComparer : struct, IKeyComparer<TKey>
    where TState : struct, IStateful
{
    private readonly GroupFolding<TUnit, TFirst, TKey, TComparer, TState, GroupSet<TFirst, TKey, TComparer, TState>> _folding = new(fold, new(), context);

    public bool IsEmpty => _folding.Groups.Count == 0;

    public void Add(ReadOnlySpan<TUnit> rows, long timestamp) => _folding.Add(rows);

    public void Emit(WindowRange range)
    {
        if (_folding.Failure is { } failure)
        {
            failure.Report(context);
            return;
        }

        if (!isKeyed && IsEmpty)
            _folding.Groups.AddEmpty();
        if (!IsEmpty)
            next.OnWindow(_folding.Groups.Groups, range);
    }

    public void Clear() => _folding.Clear();

    public void Save(IStateWriter writer)
    {
        writer.Section("groups", 2);
        _folding.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("groups");
        _folding.Load(reader);
    }
}
