using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Binding;

public sealed partial class Binder
{
    private BoundWindow? BindWindow(EquatableArray<GroupingSyntax> groupings)
    {
        var windows = groupings.OfType<WindowSyntax>().ToList();
        foreach (var second in windows.Skip(1))
            _diagnostics.Report(SqlDiagnostics.SecondWindow.At(second.Span));

        return windows.Count == 0 ? null : BindWindow(windows[0]);
    }

    private BoundWindow? BindWindow(WindowSyntax syntax)
    {
        _clause = Clause.Window;
        var filter = syntax.Filter is null ? null : BindCondition(syntax.Filter, "FILTER");
        BoundWindow? window = syntax switch
        {
            TumblingWindowSyntax tumbling => Timed(WindowKind.Tumbling, tumbling.Unit, tumbling.Length, null),
            HoppingWindowSyntax hopping => Timed(WindowKind.Hopping, hopping.Unit, hopping.Length, hopping.Hop),
            SlidingWindowSyntax sliding => Timed(WindowKind.Sliding, sliding.Unit, sliding.Length, sliding.Delay == 0 ? null : sliding.Delay),
            SessionWindowSyntax session => Timed(WindowKind.Session, session.Unit, session.MaxDuration, session.Timeout),
            CountWindowSyntax count => Timed(WindowKind.Count, TimeUnit.Millisecond, count.Length, count.Interval),
            StateWindowSyntax state => Timed(WindowKind.State, TimeUnit.Millisecond, 0, null) with
            {
                Begin = BindCondition(state.Begin, "STATEWINDOW"),
                Emit = state.Emit is null ? null : BindCondition(state.Emit, "STATEWINDOW"),
            },
            InvalidWindowSyntax => null,
            _ => throw new InvalidOperationException($"No binding of {syntax.GetType().Name}"),
        };
        return window is null || syntax.Over is null ? window : BindOver(window, syntax.Over);

        BoundWindow Timed(WindowKind kind, TimeUnit unit, long length, long? second) =>
            new(syntax.Span, kind, unit, length, second, filter, null, [], null, null);
    }

    private BoundWindow BindOver(BoundWindow window, OverSyntax over)
    {
        if (over.When is { } when && window.Kind != WindowKind.Sliding)
            _diagnostics.Report(SqlDiagnostics.WhenIgnored.At(when.Span));
        if (!over.PartitionBy.IsEmpty && window.Kind != WindowKind.State)
            _diagnostics.Report(SqlDiagnostics.PartitionIgnored.At(over.PartitionBy[0].Span));

        _clause = Clause.Trigger;
        return window with
        {
            Trigger = over.When is null ? null : BindCondition(over.When, "OVER(WHEN …)"),
            PartitionBy = over.PartitionBy.Select(BindExpression).ToEquatableArray(),
        };
    }
}
