namespace CompiledRules.Hosting.Checkpoints;

/// <summary>What becomes of a rule's rows and results when its process is killed: the rule's <c>qos</c>.</summary>
public enum DeliveryGuarantee
{
    /// <summary>State and what is under way are lost.</summary>
    AtMostOnce,

    /// <summary>State is kept. No result is lost; some come twice. Holds from sources that can go back.</summary>
    AtLeastOnce,

    /// <summary>State is kept. Each result comes once, as soon as the checkpoint behind it is kept. Holds from sources that can go back to sinks that write in transactions.</summary>
    ExactlyOnce,
}
