using System.Text;
using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Planning;

/// <summary>A plan as text: one step per line, its inputs indented below it. Equal plans give equal text.</summary>
public static class PlanPrinter
{
    public static string Print(LogicalPlan plan)
    {
        var text = new StringBuilder();
        Append(text, plan, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, LogicalPlan plan, int depth)
    {
        text.Append(' ', depth * 2).Append(Line(plan)).Append('\n');
        foreach (var input in PlanTree.Inputs(plan))
            Append(text, input, depth + 1);
    }

    private static string Line(LogicalPlan plan) => plan switch
    {
        ScanPlan scan => OfScan(scan),
        DerivedPlan derived => $"Derived {derived.Source.Name}",
        MergePlan => "Merge",
        WatermarkPlan => "Watermark",
        AnalyticPlan analytic => $"Analytic {BoundText.OfList(analytic.Calls)}",
        RemotePlan remote => $"Remote {string.Join(", ", remote.Calls.Select(OfCall))}",
        FilterPlan filter => $"Filter {BoundText.Of(filter.Predicate)}",
        WindowPlan window => $"Window {OfWindow(window.Window)}",
        TablePlan table => $"Table {OfScan(table.Table)}{OfOptional(" filter ", table.Filter)}",
        JoinPlan join => $"{join.Join.Kind}Join {join.Join.Right.Name}{OfOptional(" on ", join.Join.On)}",
        LookupPlan lookup => OfLookup(lookup),
        UnitAggregatePlan aggregate => $"UnitAggregate {BoundText.OfList(aggregate.Calls)}",
        AggregatePlan aggregate => OfAggregate(aggregate),
        HavingPlan having => $"Having {BoundText.Of(having.Predicate)}",
        RowNumberPlan number => $"RowNumber {BoundText.OfList(number.Calls)}",
        OrderPlan order => $"Order {BoundText.OfKeys(order.Keys)}",
        ProjectPlan project => $"Project {string.Join(", ", project.Columns.Select(OfColumn))}",
        UnnestPlan unnest => $"Unnest {unnest.Column.Name}",
        DistinctPlan => "Distinct",
        LimitPlan limit => $"Limit {limit.Count}",
        UnionPlan => "Union",
        _ => throw new InvalidOperationException($"No text for {plan.GetType().Name}"),
    };

    private static string OfScan(ScanPlan scan) =>
        $"Scan {OfSource(scan.Source.Name, scan.Source.Stream.Name)} [{string.Join(", ", scan.Columns.Select(static column => $"{column.Name} {column.Type}"))}]"
        + (scan.NeedsWholeRow ? " whole row" : "")
        + (scan.TimestampColumn is { } timestamp ? $" timestamp {timestamp}" : "");

    private static string OfSource(string name, string stream) => name == stream ? name : $"{stream} as {name}";

    private static string OfWindow(BoundWindow window) =>
        window.Kind.ToString()
        + (window.Kind is WindowKind.State ? "" : window.Kind is WindowKind.Count ? $" {window.Length}" : $" {window.Unit} {window.Length}")
        + (window.Second is { } second ? $" {second}" : "")
        + OfOptional(" begin ", window.Begin)
        + OfOptional(" emit ", window.Emit)
        + OfOptional(" filter ", window.Filter)
        + OfOptional(" when ", window.Trigger)
        + (window.PartitionBy.IsEmpty ? "" : $" partition by {BoundText.OfList(window.PartitionBy)}");

    private static string OfLookup(LookupPlan lookup) =>
        $"{lookup.Kind}Lookup {OfSource(lookup.Table.Name, lookup.Table.Stream.Name)} [{string.Join(", ", lookup.Columns.Select(static column => column.Name))}]"
        + (lookup.NeedsWholeRow ? " whole row" : "")
        + $" by {string.Join(", ", lookup.Keys.Select(static key => $"{key.Column} = {BoundText.Of(key.Value)}"))}"
        + OfOptional(" filter ", lookup.Residual);

    private static string OfCall(RemoteCall call) =>
        BoundText.Of(call.Call) + (call.Source is { } source ? $" of {source.Name}" : "") + OfOptional(" if ", call.Condition);

    private static string OfAggregate(AggregatePlan aggregate) =>
        "Aggregate"
        + (aggregate.Calls.IsEmpty ? "" : $" {BoundText.OfList(aggregate.Calls)}")
        + (aggregate.Keys.IsEmpty ? "" : $" by {BoundText.OfList(aggregate.Keys)}");

    private static string OfColumn(BoundColumn column) => column switch
    {
        BoundValueColumn value => Named(value.Expression is BoundAlias alias ? alias.Alias.Expression : value.Expression, value.Name) + (value.IsVisible ? "" : " INVISIBLE"),
        BoundWildcardColumn wildcard => BoundText.Of(wildcard.Row),
        BoundChangedColumns changed => $"changed_cols({BoundText.OfList([changed.Prefix, changed.IgnoreNull, .. changed.Values])})",
        BoundTableColumn table => $"{table.Function.Name}({BoundText.OfList(table.Arguments)}) AS {table.Name}",
        _ => throw new InvalidOperationException($"No text for {column.GetType().Name}"),
    };

    private static string Named(BoundExpression expression, string name) =>
        expression is BoundField field && field.Column.Name == name ? BoundText.Of(expression) : $"{BoundText.Of(expression)} AS {name}";

    private static string OfOptional(string prefix, BoundExpression? expression) => expression is null ? "" : prefix + BoundText.Of(expression);
}
