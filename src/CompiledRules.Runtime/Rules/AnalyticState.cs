using System.Runtime.CompilerServices;
using CompiledRules.State;

namespace CompiledRules.Runtime.Rules;

/// <summary>The state of one call with history without partitions. A field, so that the struct is changed in place.</summary>
public sealed class AnalyticState<TState> : IStateful
    where TState : struct, IStateful
{
    public TState State;

    /// <summary>Makes the state of a call site before its first row.</summary>
    public static IStateful Create() => new AnalyticState<TState>();

    /// <summary>The state of a call site without partitions.</summary>
    public static AnalyticState<TState> Of(RuleContext context, int site) => Unsafe.As<AnalyticState<TState>>(context.Site(site));

    public void Save(IStateWriter writer) => State.Save(writer);

    public void Load(IStateReader reader) => State.Load(reader);
}
