using CompiledRules.Sql.Planning;

namespace CompiledRules.Sql.Lowering;

/// <summary>Queries made of queries: each is lowered on its own, and its rows are brought to the columns of the whole.</summary>
public sealed partial class Lowerer
{
    private LoweredUnion LowerUnion(UnionPlan union)
    {
        var parts = union.Inputs.Select(input => LowerNested(input, _record)).ToList();
        if (_record is not null)
            return new LoweredUnion(parts.Select(static part => part.Root).ToEquatableArray());

        var columns = parts.SelectMany(static part => part.Output.Columns).Distinct().ToList();
        columns.Sort(CompareBytes);
        var hasSpread = parts.Exists(static part => part.Output.SpreadSlot >= 0);
        _output = new OutputShape(null, columns.ToEquatableArray(), hasSpread ? columns.Count : -1);
        return new LoweredUnion(parts.Select(part => (LoweredOperator)Reshape(part.Root, part.Output, columns, hasSpread)).ToEquatableArray());
    }

    private static LoweredReshape Reshape(LoweredOperator input, OutputShape from, List<string> columns, bool hasSpread)
    {
        var slots = columns.Select(column => from.Columns.Items.IndexOf(column));
        return new LoweredReshape(input, (hasSpread ? slots.Append(from.SpreadSlot) : slots).ToEquatableArray(), null);
    }

    // The statement around sees known columns in slots, and where not all are known the whole row behind them.
    private (LoweredOperator Operator, UnitShape Unit) DerivedUnits(DerivedPlan derived)
    {
        var (root, output) = LowerNested(derived.Input, null);
        var isOpen = output.SpreadSlot >= 0;
        var shape = new RowShape(derived.Source, null, output.Columns, isOpen ? output.Columns.Count : -1, []);
        _shapes.Add(shape);
        var slots = Enumerable.Range(0, output.Columns.Count).ToEquatableArray();
        return (isOpen ? new LoweredReshape(root, slots, output) : root, RowUnit(shape));
    }

    private (LoweredOperator Root, OutputShape Output) LowerNested(LogicalPlan plan, RecordShape? record)
    {
        var nested = new Lowerer(record, _options, _diagnostics, _places, _functions, _numbers.Next());
        var root = nested.LowerStatement(plan);
        _nestedInputs.AddRange(nested.Inputs);
        _sites.UnionWith(nested._sites);
        return (root, nested._output);
    }

    /// <summary>Each query numbers its calls from 0; in a rule of several they must not meet.</summary>
    private sealed class SiteNumbers(int first)
    {
        private const int CallsPerQuery = 256;

        private int _queries;

        public int Of(int site) => site < CallsPerQuery ? first + site : throw new InvalidOperationException($"A query has more than {CallsPerQuery} calls that keep a state");

        public SiteNumbers Next() => new(first + (++_queries * CallsPerQuery));
    }
}
