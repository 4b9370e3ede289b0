using System.ComponentModel;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LookupStage(
    Stage<JoinedRow> input, LookupRequest request, int source, bool isLeft, Func<JoinedRow, RuleContext, SqlValue[]> keys, Func<JoinedRow, RuleContext, bool>? residual)
    : Stage<JoinedRow>
{
    public override void Connect(RunScope run, IWindowObserver<JoinedRow> next)
    {
        var lookup = run.OpenLookup?.Invoke(request) ?? throw new InvalidOperationException($"The host has no lookup table {request.Table}");
        input.Connect(run, new CollectionLookup(source, isLeft, keys, lookup, residual, run.Context, next));
    }
}
