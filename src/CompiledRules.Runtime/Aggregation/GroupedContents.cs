using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Keeps only the groups of a window: each row is touched once, when it arrives.</summary>
public sealed class GroupedContents<TUnit, TKey, TComparer, TState>(
    GroupFold<TUnit, TKey, TState> parts, IRowCodec<TUnit> codec, RuleContext context, IWindowObserver<Group<TUnit, TState>> next) : IWindowContents<TUnit>
    where TComparer : struct, IEqualityComparer<TKey>
    where TState : struct, IStateful
{
    private readonly GroupFolding<TUnit, TKey, TComparer, TState> _folding = new(parts, codec, context);

    public bool IsEmpty => _folding.Groups.Count == 0;

    public void Add(TUnit row, long timestamp) => _folding.Add(row);

    public void Emit(WindowRange range)
    {
        if (_folding.HasFailed)
        {
            _folding.ReportFailure();
            return;
        }

        // One group without a key stands for the window, also for an empty one.
        if (!_folding.IsKeyed && IsEmpty)
            _folding.Groups.Of(default!);
        if (_folding.Groups.Count > 0)
            next.OnWindow(_folding.Groups.Groups, range);
    }

    public void Clear() => _folding.Clear();

    public void Save(IStateWriter writer)
    {
        writer.Section("groups", 1);
        _folding.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("groups");
        _folding.Load(reader);
    }
}
