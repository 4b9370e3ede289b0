using CompiledRules.Compiler.Catalogs;
using CompiledRules.Compiler.Expressions;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler.Programs;

/// <summary>A lowered rule taken apart into its shape and what is its own.</summary>
/// <param name="Sql">What the places count in.</param>
internal sealed record RuleCode(LiftedRule Lifted, EquatableArray<LoweredPlace> Places, string Sql)
{
    public static RuleCode Of(LoweredRule rule, string sql) =>
        new(ConstantLifting.Lift(rule), rule.Places, sql) { Functions = rule.Functions.Items.Length == 0 ? [] : [.. rule.Functions.Select(RemoteFunctions.Of)] };

    /// <summary>The functions of other processes that the rule calls, by their number.</summary>
    public IReadOnlyList<IRemoteFunction> Functions { get; private init; } = [];

    public RuleConstants Constants(TypeMap types) => new(
        [.. Lifted.Integers.Select(static constant => (long)((LoweredConstant)constant).Value!)],
        [.. Lifted.Floats.Select(static constant => (double)((LoweredConstant)constant).Value!)],
        [.. Lifted.Objects.Select(constant => constant is LoweredSingleton singleton ? Singletons.ValueOf(singleton, types) : ((LoweredConstant)constant).Value!)],
        [.. Lifted.Values.Select(static constant => ValueOf(((LoweredConstant)constant).Value!))]);

    private static SqlValue ValueOf(object constant) => constant switch
    {
        long number => number,
        double number => number,
        _ => (string)constant,
    };
}
