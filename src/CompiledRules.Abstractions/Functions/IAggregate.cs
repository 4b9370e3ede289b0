using CompiledRules.State;

namespace CompiledRules;

/// <summary>Folds the values of one group. Implemented by structs, so that operators inline it.</summary>
/// <remarks>
/// <c>Add</c> does not throw: where a value does not fit, <see cref="Result"/> throws <see cref="SqlException"/>, since the whole group has no result then.
/// A struct may hold references, so a copy of a value in use shares state with it: only the copy is to be used after.
/// </remarks>
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

/// <summary>An aggregate with two more arguments.</summary>
public interface IAggregate<in TValue, in TArgument, in TSecondArgument, out TResult> : IStateful
{
    TResult Result { get; }

    void Add(TValue value, TArgument argument, TSecondArgument secondArgument);
}

/// <summary>An aggregate whose partial results combine, so that hopping windows are built of panes.</summary>
public interface IMergeable<TSelf>
    where TSelf : struct
{
    /// <summary>Adds all that <paramref name="later"/> has seen, as if it came after what this has seen, and leaves it as it is. A total of panes starts as <c>default</c>.</summary>
    void Merge(in TSelf later);
}

/// <summary>An aggregate that can take a value back, in the order of arrival, so that sliding windows need no second look at their rows.</summary>
public interface IRemovable<in TValue>
{
    void Remove(TValue value);
}
