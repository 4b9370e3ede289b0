namespace CompiledRules.Hosting.Output;

/// <summary>What becomes of a result that finds the queue of its sink full.</summary>
internal enum SinkOverflow
{
    /// <summary>The rule waits for room, except while the sink cannot be reached: then the oldest result goes.</summary>
    WaitUnlessAway,

    /// <summary>The rule waits for room, however long.</summary>
    Wait,

    DropOldest,

    DropNewest,
}
