using CompiledRules.Compiler.Expressions;
using CompiledRules.Compiler.Programs;
using CompiledRules.Compiler.Sets;
using CompiledRules.Runtime.Matching;
using CompiledRules.Runtime.Programs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler;

/// <summary>Many rules over one stream of rows of slots, compiled together: a row is decoded once, and costs what matches it rather than what is there.</summary>
/// <remarks>
/// Comparisons of columns with constants are found by an index, whatever their number; rules that differ in them alone share one compiled body and one result.
/// Rules with windows, joins or history run beside that, each by itself. Results and errors are those that each rule would give alone; between rules there is no order.
/// </remarks>
public sealed class SlotRuleSet
{
    private readonly RuleSetProgram<Row, Row> _program;
    private readonly IReadOnlyList<(int Rule, SlotRuleProgram Program)> _alone;
    private readonly OutputLayout[] _outputs;

    private SlotRuleSet(RowLayout input, RuleSetProgram<Row, Row> program, IReadOnlyList<(int Rule, SlotRuleProgram Program)> alone, OutputLayout[] outputs)
    {
        (Input, _program, _alone, _outputs) = (input, program, alone, outputs);
        KeepsInputRows = alone.Any(static rule => rule.Program.KeepsInputRows);
        KeepsInputValues = alone.Any(static rule => rule.Program.KeepsInputValues);
    }

    /// <summary>What a decoder has to deliver.</summary>
    public RowLayout Input { get; }

    /// <summary>How many rules there are.</summary>
    public int Count => _outputs.Length;

    /// <summary>Whether a run may keep rows that are handed in.</summary>
    public bool KeepsInputRows { get; }

    /// <summary>Whether a run may keep values of rows that are handed in.</summary>
    public bool KeepsInputValues { get; }

    /// <summary>The columns of a rule's results.</summary>
    public OutputLayout OutputOf(int rule) => _outputs[rule];

    /// <summary>Makes a run.</summary>
    /// <param name="timers">Advanced by whoever drives the run, before each batch.</param>
    public IBatchObserver<Row> Start(RuleTimers timers, TimeProvider time, IRuleSetOutput<Row> output)
    {
        var running = _alone.Count;
        var together = new RuleSetRun<Row, Row>(_program, output, time, reusesRows: true);
        return new SetInput<Row, Row>(together, [.. _alone.Select(rule => Start(rule.Rule, rule.Program))], output.OnCompleted);

        IBatchObserver<Row> Start(int rule, SlotRuleProgram program)
        {
            var run = program.Start(new RuleStart("", time, TimeZoneInfo.Utc, new KeyedState(), timers, new AloneOutput<Row>(rule, output, Complete)) { ReusesOutputRows = true });
            run.Open();
            return run.InputOf(0);
        }

        void Complete()
        {
            if (--running == 0)
                output.OnCompleted();
        }
    }

    internal static SlotRuleSet Compile(IReadOnlyList<string> statements, ICatalog catalog, RuleOptions options)
    {
        var plans = statements.Select(sql => RuleCompiler.PlanOf(sql, catalog, options)).ToList();
        var scan = SharedScan.Of(plans);
        var types = new TypeMap([]);
        var layout = RuleBody<Row>.LayoutOf(RuleCompiler.Lower(scan.Widen(plans[0]), null, options).Inputs[0]);
        // The plans of many rules are large, and hardly any is asked for again.
        var builder = new RuleSetBuilder<Row, Row>(
            statements.Count, new SlotRuleKeys(layout), types, null, options, rule => scan.Widen(RuleCompiler.PlanOf(statements[rule], catalog, options)));
        var outputs = new OutputLayout[statements.Count];
        var alone = new List<(int Rule, SlotRuleProgram Program)>();
        for (var rule = 0; rule < outputs.Length; rule++)
        {
            if (builder.Add(rule, scan.Widen(plans[rule]), statements[rule]) is { } lowered)
            {
                outputs[rule] = RuleBody<Row>.LayoutOf(lowered.Output);
                continue;
            }

            var code = RuleCode.Of(RuleCompiler.Lower(scan.Widen(plans[rule]), null, options), statements[rule]);
            var program = ProgramBuilder.BuildSlots(RuleBodies.Of<Row>(code, types, [], RuleBackend.Instant), code, options, types);
            alone.Add((rule, program));
            outputs[rule] = program.Output;
        }

        return new SlotRuleSet(layout, builder.Build(), alone, outputs);
    }
}
