using System.ComponentModel;
using CompiledRules.Runtime.Calls;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LookupStage(
    Stage<JoinedRow> input, LookupRequest request, int source, bool isLeft, Func<JoinedRow, RuleContext, SqlValue[]> keys, Func<JoinedRow, RuleContext, bool>? residual)
    : Stage<JoinedRow>
{
    private readonly LookupSpec _spec = new(request, source, isLeft, keys, residual);

    public override void Connect(RunScope run, IWindowObserver<JoinedRow> next)
    {
        var table = run.OpenLookup?.Invoke(request) ?? throw new InvalidOperationException($"The host has no lookup table {request.Table}");
        run.Hold((times, order) => new LookupStep(_spec, table, order, run.Context, times, run.Calls, next), step => input.Connect(run, step));
    }
}
