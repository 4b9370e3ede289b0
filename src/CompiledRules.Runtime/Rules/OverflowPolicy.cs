namespace CompiledRules.Runtime.Rules;

/// <summary>What happens to an item that finds a full queue.</summary>
public enum OverflowPolicy
{
    /// <summary>The producer waits: nothing is lost, and the pressure reaches the source.</summary>
    Block,

    /// <summary>The oldest queued item goes; counted.</summary>
    DropOldest,

    /// <summary>The new item goes; counted.</summary>
    DropNewest,
}
