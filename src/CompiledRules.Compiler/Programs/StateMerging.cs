using System.Reflection;
using CompiledRules.Runtime.Aggregation;
using CompiledRules.Runtime.Collections;
using CompiledRules.State;

namespace CompiledRules.Compiler.Programs;

/// <summary>Finds how the states of a group merge. Their type is known only here, so the parts are put together by reflection, once per rule.</summary>
internal static class StateMerging
{
    /// <summary>A <see cref="MergeStates{TState}"/> for <paramref name="state"/>, or null where an aggregate in it does not merge.</summary>
    public static Delegate? Of(Type state)
    {
        if (state == typeof(NoAggregates))
            return (MergeStates<NoAggregates>)(static (ref NoAggregates _, in NoAggregates _) => { });

        if (state.IsGenericType && state.GetGenericTypeDefinition() == typeof(AggregateStates<,>))
        {
            var parts = state.GetGenericArguments();
            return Of(parts[0]) is { } head && Of(parts[1]) is { } tail ? Call(nameof(Both), parts, head, tail) : null;
        }

        return Array.Exists(state.GetInterfaces(), face => face == typeof(IMergeable<>).MakeGenericType(state)) ? Call(nameof(Own), [state]) : null;
    }

    private static Delegate Call(string method, Type[] types, params object[] arguments) =>
        (Delegate)typeof(StateMerging).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(types).Invoke(null, arguments)!;

    private static MergeStates<T> Own<T>()
        where T : struct, IMergeable<T> => static (ref T into, in T later) => into.Merge(in later);

    private static MergeStates<AggregateStates<THead, TTail>> Both<THead, TTail>(MergeStates<THead> head, MergeStates<TTail> tail)
        where THead : struct, IStateful
        where TTail : struct, IStateful =>
        (ref AggregateStates<THead, TTail> into, in AggregateStates<THead, TTail> later) =>
        {
            head(ref into.Head, in later.Head);
            tail(ref into.Tail, in later.Tail);
        };
}
