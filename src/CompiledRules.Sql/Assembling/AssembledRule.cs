using CompiledRules.Sql.Lowering;

namespace CompiledRules.Sql.Assembling;

/// <summary>A rule as the objects of the run time that it is put together of.</summary>
/// <param name="Root">The stage that gives the rows of the output.</param>
/// <param name="Rule">What it was assembled of.</param>
/// <param name="GivesRows">Whether each of them is a result of its own.</param>
public sealed record AssembledRule(LoweredRule Rule, AssembledPart Root, bool GivesRows)
{
    /// <summary>Whether a run keeps rows that come in: a rule over single rows copies values out of them, all others keep rows until a window or a collection is complete.</summary>
    public bool KeepsInputRows => Rule.Root is not LoweredRows { Input: LoweredScan { Timestamp: null } };

    /// <summary>The functions of the rule, in the order in which they are named.</summary>
    public IEnumerable<AssembledMethod> Methods => Parts(Root).OfType<AssembledMethod>();

    /// <summary>The merges of the rule, in the order in which they are named.</summary>
    public IEnumerable<AssembledMerge> Merges => Parts(Root).OfType<AssembledMerge>();

    private static IEnumerable<AssembledPart> Parts(AssembledPart part) => (part switch
    {
        AssembledObject made => made.Arguments,
        AssembledArray array => array.Items,
        _ => [],
    }).SelectMany(Parts).Append(part);
}
