using CompiledRules.Sql;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Sets;

/// <summary>The columns that rules of one stream read between them, so that a row is decoded once for all of them.</summary>
internal sealed record SharedScan(EquatableArray<ColumnSymbol> Columns, bool NeedsWholeRow)
{
    /// <exception cref="ArgumentException">A plan reads something else than one stream, or another one than the first.</exception>
    public static SharedScan Of(IEnumerable<LogicalPlan> plans)
    {
        var scans = plans.Select(OnlyScan).ToList();
        var stream = scans[0].Source.Stream;
        if (scans.Find(scan => scan.Source.Stream.Name != stream.Name) is { } other)
            throw new ArgumentException($"The rules of a set read one stream: expected {stream.Name}, found {other.Source.Stream.Name}", nameof(plans));

        // Of a struct each rule may read other fields; where they differ, all of it is decoded.
        var columns = scans.SelectMany(static scan => scan.Columns.Items).Distinct().GroupBy(static column => column.Name)
            .Select(same => same.Count() == 1 ? same.First() : stream.Columns.FirstOrDefault(column => column.Name == same.Key) ?? same.First());
        return new(columns.ToEquatableArray(), scans.Exists(static scan => scan.NeedsWholeRow));
    }

    /// <summary>The plan, reading all of the columns.</summary>
    public LogicalPlan Widen(LogicalPlan plan) =>
        PlanTree.Rewrite(plan, step => step is ScanPlan scan ? scan with { Columns = Columns, NeedsWholeRow = NeedsWholeRow } : step);

    private static ScanPlan OnlyScan(LogicalPlan plan) => Leaves(plan).ToList() is [ScanPlan { Source.Stream.Kind: StreamKind.Stream } scan]
        ? scan
        : throw new ArgumentException("A rule of a set reads one stream and no table", nameof(plan));

    private static IEnumerable<LogicalPlan> Leaves(LogicalPlan plan) => plan switch
    {
        TablePlan or LookupPlan => [plan, plan],
        _ when PlanTree.Inputs(plan) is { Count: > 0 } inputs => inputs.SelectMany(Leaves),
        _ => [plan],
    };
}
