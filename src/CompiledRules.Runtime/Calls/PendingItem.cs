using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Calls;

/// <summary>A unit, or a collection of units, that waits for answers; or something to do when all before it has gone on.</summary>
internal abstract class PendingItem
{
    /// <summary>Answers that are still to come.</summary>
    public int Missing { get; set; }

    /// <summary>The units in it.</summary>
    public int Units { get; set; }

    /// <summary>The time of the rule when it came.</summary>
    public long Time { get; set; }

    public WindowRange Range { get; set; }

    public UnitMark Mark { get; set; }

    /// <summary>What to do instead of handing on; null for units.</summary>
    public Action? Order { get; set; }

    /// <summary>Makes it ready to be used again.</summary>
    public virtual void Clear() => (Missing, Units, Range, Mark, Order) = (0, 0, default, default, null);
}
