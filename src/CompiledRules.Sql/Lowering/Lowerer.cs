using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Lowering;

/// <summary>Turns a plan into operations.</summary>
public sealed partial class Lowerer
{
    private readonly RecordShape? _record;
    private readonly DiagnosticBag _diagnostics;
    private readonly List<LoweredPlace> _places;
    private readonly List<Symbols.FunctionSymbol> _functions;
    private readonly List<RowShape> _inputs = [];
    private readonly List<RowShape> _nestedInputs = [];
    private readonly SortedSet<LoweredSite> _sites = new(Comparer<LoweredSite>.Create(static (left, right) => left.Site.CompareTo(right.Site)));
    private readonly RuleOptions _options;
    private readonly SiteNumbers _numbers;
    private OutputShape _output;
    private int _sourceCount;

    private Lowerer(RecordShape? record, RuleOptions options, DiagnosticBag diagnostics, List<LoweredPlace> places, List<Symbols.FunctionSymbol> functions, SiteNumbers numbers)
    {
        _options = options;
        _places = places;
        _functions = functions;
        _numbers = numbers;
        _record = record;
        _diagnostics = diagnostics;
        _output = new OutputShape(record, [], -1);
    }

    /// <param name="record">The C# type of output rows, or null for rows of slots.</param>
    public static LoweredRule Lower(LogicalPlan plan, RecordShape? record, RuleOptions options, DiagnosticBag diagnostics)
    {
        var lowerer = new Lowerer(record, options, diagnostics, [], [], new SiteNumbers(0));
        var root = lowerer.LowerStatement(plan);
        return new LoweredRule(lowerer.Inputs.ToEquatableArray(), lowerer._output, lowerer._sites.ToEquatableArray(), lowerer._places.ToEquatableArray(), root) { Functions = lowerer._functions.ToEquatableArray() };
    }

    // In the order of FROM and JOIN, then those of queries inside.
    private IEnumerable<RowShape> Inputs => _inputs.OrderBy(static input => input.Source.Index).Concat(_nestedInputs);

    /// <summary>How a column is held where its type is known.</summary>
    public static LoweredType TypeOf(Symbols.ColumnSymbol column) => Lowered.TypeOf(column.Type).Nullable(column.IsNullable);

    private LoweredOperator LowerStatement(LogicalPlan plan)
    {
        _sourceCount = PlanTree.StepsOfQuery(plan).Max(static step => step switch
        {
            LookupPlan lookup => lookup.Table.Index + 1,
            TablePlan table => table.Table.Source.Index + 1,
            ScanPlan scan => scan.Source.Index + 1,
            DerivedPlan derived => derived.Source.Index + 1,
            _ => 0,
        });
        return LowerRoot(plan);
    }

    private LoweredOperator LowerRoot(LogicalPlan plan) => plan switch
    {
        LimitPlan { Count: > 0 } limit when limit.Input.IsRowLevel() => LowerRoot(limit.Input),
        LimitPlan limit => new LoweredLimit(LowerRoot(limit.Input), limit.Count),
        DistinctPlan distinct when distinct.Input.IsRowLevel() => LowerRoot(distinct.Input),
        DistinctPlan distinct => new LoweredDistinct(OfSlots("DISTINCT", LowerRoot(distinct.Input))),
        UnnestPlan unnest => LowerUnnest(unnest),
        UnionPlan union => LowerUnion(union),
        ProjectPlan project when project.Input.IsRowLevel() => LowerRowProject(project),
        ProjectPlan project => LowerCollectionProject(project),
        _ => throw new InvalidOperationException($"No lowered form for {plan.GetType().Name}"),
    };

    // Some steps read output columns by slot, which rows of a C# type do not have.
    private LoweredOperator OfSlots(string what, LoweredOperator input)
    {
        if (_record is not null)
            Report(SqlDiagnostics.NeedsRowsOfSlots.At(default, what, _record.TypeName));
        return input;
    }

    private LoweredUnnest LowerUnnest(UnnestPlan unnest)
    {
        var input = OfSlots(unnest.Column.Function.Name, LowerRoot(unnest.Input));
        return new LoweredUnnest(input, _output.Columns.Items.IndexOf(unnest.Column.Name), unnest.Column.Function.Name, _output);
    }

    private RowShape ShapeOf(ScanPlan scan)
    {
        var columns = scan.Columns.Select(static column => column.Name).ToEquatableArray();
        var shape = new RowShape(scan.Source, scan.Source.Stream.RowType, columns, scan.NeedsWholeRow ? columns.Count : -1, []);
        _inputs.Add(shape);
        return shape;
    }

    private LoweredMark Mark(LoweredVariable context, string clause, TextSpan span) => new(context, PlaceOf(clause, span));

    private int PlaceOf(string clause, TextSpan span)
    {
        var place = new LoweredPlace(clause, span);
        var index = _places.IndexOf(place);
        if (index >= 0)
            return index;

        _places.Add(place);
        return _places.Count - 1;
    }

    private static LoweredVariable ContextParameter() => new(LoweredType.Clr(RuntimeNames.Context), "context");
}
