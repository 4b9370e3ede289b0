namespace CompiledRules.Runtime.Calls;

/// <summary>A step whose units may have to wait for answers from outside.</summary>
internal interface IPendingStep
{
    /// <summary>Whether it takes more units; it takes them in any case, this is for whoever feeds the rule.</summary>
    bool HasRoom { get; }

    /// <summary>Whether no unit waits.</summary>
    bool IsIdle { get; }

    /// <summary>The time at which the oldest unit came that waits; <see cref="long.MaxValue"/> where none does.</summary>
    long Oldest { get; }

    /// <summary>Hands on what has its answers, and asks what waits to be asked.</summary>
    void Resume();

    /// <summary>Does something when all units that are here now have gone on.</summary>
    void Pass(Action action);
}
