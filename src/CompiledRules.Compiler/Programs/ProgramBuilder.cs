using CompiledRules.Compiler.Expressions;
using CompiledRules.Runtime.Calls;
using CompiledRules.Runtime.Programs;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Compiler.Programs;

/// <summary>Makes programs of bodies.</summary>
internal static class ProgramBuilder
{
    public static RuleProgram<TOut> Build<TOut>(RuleBody<TOut> body, RuleCode code, RuleOptions options, TypeMap types, ProgramHeat<TOut>? heat = null) => new(
        body.Root, body.GivesRows, body.Inputs.Length, OptionsOf(options), body.Sites, new RulePlaces(code.Places, code.Sql))
    {
        Constants = code.Constants(types),
        Functions = code.Functions,
        Heat = heat,
        Shared = body,
    };

    /// <summary>A program over rows of slots.</summary>
    public static SlotRuleProgram BuildSlots(RuleBody<Row> body, RuleCode code, RuleOptions options, TypeMap types, ProgramHeat<Row>? heat = null) =>
        new(Build(body, code, options, types, heat), body.Inputs, body.Output, body.KeepsInputRows, body.KeepsInputValues);

    // Most rules have the options that all have.
    private static ProgramOptions OptionsOf(RuleOptions options)
    {
        var own = new ProgramOptions(
            options.IsEventTime, options.LateTolerance, options.IdleTimeout, options.FlushAtEnd, options.PlanOptimizeStrategy.EnableSendSlidingWindowTwice)
        {
            CallConcurrency = options.CallConcurrency,
            CallOrder = options.IsCallOrderFree ? CallOrder.Completion : CallOrder.Input,
        };
        return own == ProgramOptions.Default ? ProgramOptions.Default : own;
    }
}
