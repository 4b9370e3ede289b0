using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Binding;

public sealed partial class Binder
{
    private void CheckSelect(SelectSyntax syntax, BoundSelect select)
    {
        CheckOutputNames(syntax, select);
        CheckTableColumns(select);
        CheckWindow(syntax, select);
        CheckPlaces(select);
        CheckHitStates(select);
        for (var i = 0; i < select.Joins.Count; i++)
            CheckJoin(syntax.Joins[i], select.Joins[i]);
        if (_options.SendMetaToSink && (select.Window is not null || !select.GroupBy.IsEmpty || select.Sources.Count > 1))
            _diagnostics.Report(SqlDiagnostics.MetaToSinkNotAllowed.At(syntax.From.Span));
    }

    // Two aliases of one name were reported where they are declared.
    private void CheckOutputNames(SelectSyntax syntax, BoundSelect select)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var aliases = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < select.Columns.Count; i++)
        {
            var isSecondAlias = syntax.Columns[i].Alias is { } alias && !aliases.Add(alias.Text);
            var name = select.Columns[i] switch
            {
                BoundValueColumn { IsVisible: true } value => value.Name,
                BoundTableColumn table => table.Name,
                _ => null,
            };
            if (name is not null && !names.Add(name) && !isSecondAlias)
                _diagnostics.Report(SqlDiagnostics.DuplicateColumn.At(select.Columns[i].Span, name));
        }
    }

    private void CheckTableColumns(BoundSelect select)
    {
        foreach (var second in select.Columns.Items.OfType<BoundTableColumn>().Skip(1))
            _diagnostics.Report(SqlDiagnostics.SeveralTableFunctions.At(second.Span, second.Function.Name));
    }

    private void CheckWindow(SelectSyntax syntax, BoundSelect select)
    {
        var window = syntax.GroupBy.Items.OfType<WindowSyntax>().FirstOrDefault();
        var streams = select.Sources.Items.Count(static source => source.Stream.Kind == StreamKind.Stream);
        if (select.Sources[0].Stream.Kind == StreamKind.LookupTable)
            _diagnostics.Report(SqlDiagnostics.LookupInFrom.At(_sourceSpans[0], select.Sources[0].Stream.Name));
        else if (streams == 0)
            _diagnostics.Report(window is null ? SqlDiagnostics.OnlyTables.At(_sourceSpans[0]) : SqlDiagnostics.WindowOverTables.At(window.Span));
        else if (streams > 1 && window is null)
            _diagnostics.Report(SqlDiagnostics.JoinWithoutWindow.At(SecondStream(select)));
        if (window is null && syntax.GroupBy.Items.FirstOrDefault() is { } key)
            _diagnostics.Report(SqlDiagnostics.GroupByWithoutWindow.At(key.Span) with { Fix = new AppendFix(", TUMBLINGWINDOW(ss, 10)") });
    }

    private TextSpan SecondStream(BoundSelect select) =>
        _sourceSpans[select.Sources.Items.Where(static source => source.Stream.Kind == StreamKind.Stream).ElementAt(1).Index];

    private void CheckPlaces(BoundSelect select)
    {
        foreach (var on in select.Joins.Items.Select(static join => join.On).OfType<BoundExpression>())
            ForbidAggregate(on, "ON");
        foreach (var part in select.Window is null ? [] : BoundTree.Expressions(select.Window))
            ForbidAggregate(part, "a window");

        // Inside the select list, and in ORDER BY, the number is there already.
        foreach (var clause in Conditions(select).Concat(select.GroupBy.Items))
        {
            if (clause.DescendantsAndSelf().Any(static part => part is BoundRowNumber))
                _diagnostics.Report(SqlDiagnostics.WindowFunctionPlace.At(clause.Span, RowNumberFunction));
        }
    }

    private void ForbidAggregate(BoundExpression expression, string place)
    {
        if (BoundTree.HasAggregate(expression))
            _diagnostics.Report(SqlDiagnostics.AggregatePlace.At(expression.Span, place));
    }

    private static IEnumerable<BoundExpression> Conditions(BoundSelect select) =>
        select.Joins.Items.Select(static join => join.On)
            .Concat(select.Window is null ? [] : BoundTree.Expressions(select.Window))
            .Append(select.Where)
            .Append(select.Having)
            .OfType<BoundExpression>();

    // Counting rows has no meaning where rows are folded; a trigger decides row by row, before that.
    private void CheckHitStates(BoundSelect select)
    {
        var isAggregate = select.IsAggregate || !select.Joins.IsEmpty || select.Having is { } having && BoundTree.HasAggregate(having);
        if (!isAggregate)
            return;

        var states = select.Columns.Items.SelectMany(BoundTree.Expressions)
            .Concat(new[] { select.Where, select.Having }.OfType<BoundExpression>())
            .SelectMany(BoundTree.DescendantsAndSelf)
            .OfType<BoundHitState>()
            .Where(static state => !state.IsAggregate)
            .GroupBy(static state => state.Span);
        foreach (var state in states)
            _diagnostics.Report(SqlDiagnostics.HitStateInAggregate.At(state.Key, BoundText.Of(state.First()).TrimEnd('(', ')')));
    }

    private void CheckJoin(JoinSyntax syntax, BoundJoin join)
    {
        var sources = join.On is null ? [] : SourceUse.Of(join.On);
        foreach (var later in sources.Where(source => source.Index > join.Right.Index))
            _diagnostics.Report(SqlDiagnostics.LaterSource.At(join.On!.Span, later.Name));

        // The reference takes the sides of the first join from the order of names in ON.
        if (join.Right is { Index: 1, Stream.Kind: not StreamKind.LookupTable } && join.Kind is JoinKind.Left or JoinKind.Right && sources is [{ Index: 1 }, ..])
            _diagnostics.Report(SqlDiagnostics.JoinSides.At(join.On!.Span, _sources[0].Name, join.Right.Name));

        if (join.Right.Stream.Kind != StreamKind.LookupTable)
        {
            CheckJoinCalls(join);
            return;
        }

        if (join.Kind == JoinKind.Cross)
            _diagnostics.Report(SqlDiagnostics.LookupCross.At(syntax.Span, join.Right.Name));
        else
            CheckLookup(syntax, join);
    }

    private void CheckJoinCalls(BoundJoin join)
    {
        foreach (var call in join.On is null ? [] : join.On.DescendantsAndSelf().OfType<BoundCall>().Where(static call => call.Function.Remote is not null))
        {
            if (SourceUse.IsUncertain(call) || SourceUse.Of(call) is not [{ Stream.Kind: StreamKind.Stream }])
                _diagnostics.Report(SqlDiagnostics.RemoteInJoin.At(call.Span, call.Function.Name));
        }
    }

    private void CheckLookup(JoinSyntax syntax, BoundJoin join)
    {
        if (join.Kind is JoinKind.Right or JoinKind.Full)
            _diagnostics.Report(SqlDiagnostics.LookupOuter.At(syntax.Span));
        if (join.On is BoundError)
            return;

        var (keys, _) = LookupCondition.Split(join);
        if (keys.IsEmpty)
            _diagnostics.Report(SqlDiagnostics.LookupWithoutKey.At(syntax.On?.Span ?? syntax.Span, join.Right.Name));
        foreach (var twice in keys.Items.GroupBy(static key => key.Column, StringComparer.Ordinal).Where(static same => same.Count() > 1))
            _diagnostics.Report(SqlDiagnostics.DuplicateLookupKey.At(syntax.On!.Span, $"{join.Right.Name}.{twice.Key}"));
    }
}
