using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>The compiled parts of a grouping.</summary>
/// <param name="KeyOf">Null for one group, which is there also without rows.</param>
/// <param name="Fold">Adds a row to the aggregates of its group.</param>
/// <param name="KeepsGroups">Whether groups that were handed on must stay as they are, because they wait for calls.</param>
public sealed record GroupFold<TUnit, TKey, TState>(
    Func<TUnit, RuleContext, TKey>? KeyOf, Action<TUnit, Group<TUnit, TState>, RuleContext> Fold, bool KeepsGroups = false)
    where TState : struct, IStateful;

/// <summary>Folds rows into groups one by one, and remembers the first failure: an error in one row is one of its whole window.</summary>
internal sealed class GroupFolding<TUnit, TKey, TComparer, TState>(GroupFold<TUnit, TKey, TState> parts, IRowCodec<TUnit> codec, RuleContext context)
    where TComparer : struct, IEqualityComparer<TKey>
    where TState : struct, IStateful
{
    private Exception? _failure;
    private int _place;

    public GroupSet<TUnit, TKey, TComparer, TState> Groups { get; } = new(codec, parts.KeepsGroups);

    public bool HasFailed => _failure is not null;

    public bool IsKeyed => parts.KeyOf is not null;

    public void Add(TUnit row)
    {
        try
        {
            var group = Groups.Of(parts.KeyOf is null ? default! : parts.KeyOf(row, context));
            if (group.IsEmpty)
                (group.First, group.IsEmpty) = (row, false);
            parts.Fold(row, group, context);
        }
#pragma warning disable CA1031 // Whatever a function throws is an error of the window that the row is in.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (_failure is null)
                (_failure, _place) = (exception, context.Place);
        }
    }

    /// <summary>Reports the failure that <see cref="HasFailed"/> tells of.</summary>
    public void ReportFailure()
    {
        context.Place = _place;
        context.Report(_failure!, null);
    }

    public void Clear()
    {
        _failure = null;
        Groups.Clear();
    }

    /// <summary>A failure is saved as its message: what it was made of belongs to the process.</summary>
    public void Save(IStateWriter writer)
    {
        writer.Write(_failure?.Message);
        writer.Write((long)_place);
        Groups.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        _failure = reader.ReadString() is { } message ? new SqlException(message) : null;
        _place = (int)reader.ReadInteger();
        Groups.Load(reader);
    }
}
