using System.ComponentModel;
using CompiledRules.Runtime.Aggregation;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TotalsStage<TUnit, TState>(Stage<TUnit> input, RowLoop<TUnit, GroupSet<NoRow, long, IntegerKeyComparer, TState>> fold) : Stage<Totalled<TUnit, TState>>
    where TState : struct, IStateful
{
    public override void Connect(RunScope run, IWindowObserver<Totalled<TUnit, TState>> next) =>
        input.Connect(run, new CollectionTotals<TUnit, TState>(fold, run.Context, next));
}
