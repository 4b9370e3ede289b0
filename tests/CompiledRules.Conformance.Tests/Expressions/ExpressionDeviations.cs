namespace CompiledRules.Conformance.Tests.Expressions;

/// <summary>Where single clauses differ from the data on purpose.</summary>
internal static class ExpressionDeviations
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["expressions/TestLike/02-04"] = "A backslash before _ takes it as it is, so that a pattern can say so; there it is a backslash and any character",
        ["expressions/TestHavingPlan_Apply/006"] = "HAVING on a column that is neither aggregated nor a key is refused, as the reference's own planner does, which this case goes round",
        ["expressions/TestProjectPlanError/006"] = "An element of null is null; the case's null is an empty array of its language",
    };
}
