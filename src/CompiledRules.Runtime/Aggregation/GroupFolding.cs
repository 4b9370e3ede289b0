using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Folds rows into groups as they come, and remembers the first failure: an error in one row is one of its whole window.</summary>
internal sealed class GroupFolding<TUnit, TFirst, TKey, TComparer, TState, TGroups>(RowLoop<TUnit, TGroups> fold, TGroups groups, RuleContext context)
    where TComparer : struct, IKeyComparer<TKey>
    where TState : struct, IStateful
    where TGroups : GroupArray<TFirst, TKey, TComparer, TState>
{
    private static readonly IRowCodec<TFirst>? s_codec = Programs.UnitRows.FirstCodec<TFirst>();

    /// <summary>The first failure since the last clear; null for none.</summary>
    public GroupFailure? Failure { get; private set; }

    public TGroups Groups => groups;

    public void Add(ReadOnlySpan<TUnit> rows)
    {
        groups.Position = 0;
        do
        {
            Fold(rows);
        }
        while (groups.Position < rows.Length);
        groups.TakeFirsts(rows);
    }

    /// <summary>Goes on without the failure; the groups are the caller's.</summary>
    public void Forget() => Failure = null;

    public void Clear()
    {
        Failure = null;
        groups.Clear();
    }

    public void Save(IStateWriter writer)
    {
        GroupFailure.Save(writer, Failure);
        GroupArray<TFirst, TKey, TComparer, TState>.Save(writer, groups.Groups, s_codec);
    }

    public void Load(IStateReader reader)
    {
        Failure = GroupFailure.Load(reader);
        groups.Load(reader, s_codec);
    }

    private void Fold(ReadOnlySpan<TUnit> rows)
    {
        try
        {
            fold(rows, ref groups.Position, context, groups);
        }
#pragma warning disable CA1031 // Whatever a function throws is an error of the window that the row is in.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Failure ??= new GroupFailure(exception, context.Place);
            groups.Position++;
        }
    }
}
