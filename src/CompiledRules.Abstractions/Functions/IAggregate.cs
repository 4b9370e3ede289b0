using CompiledRules.State;

namespace CompiledRules;

/// <summary>Folds the values of one group. Implemented by structs, so that operators inline it.</summary>
/// <typeparam name="TValue">A scalar type, or <see cref="SqlValue"/> for any.</typeparam>
/// <typeparam name="TResult">A nullable scalar type or <see cref="SqlValue"/>; null for a group without values.</typeparam>
public interface IAggregate<in TValue, out TResult> : IStateful
{
    /// <summary>May be asked at any moment and any number of times.</summary>
    TResult Result { get; }

    void Add(TValue value);
}

/// <summary>An aggregate with a second argument.</summary>
public interface IAggregate<in TValue, in TArgument, out TResult> : IStateful
{
    TResult Result { get; }

    void Add(TValue value, TArgument argument);
}

/// <summary>An aggregate whose partial results combine, so that hopping windows are built of panes.</summary>
public interface IMergeable<TSelf>
    where TSelf : struct
{
    /// <summary>Adds all that <paramref name="later"/> has seen, as if it came after what this has seen.</summary>
    void Merge(in TSelf later);
}

/// <summary>An aggregate that can take a value back, in the order of arrival, so that sliding windows need no second look at their rows.</summary>
public interface IRemovable<in TValue>
{
    void Remove(TValue value);
}
