namespace CompiledRules.Compiler;

/// <summary>When and where rules of <see cref="RuleBackend.Tiered"/> get their second form.</summary>
/// <remarks>Rules of one shape that are compiled with the same object share their heat and their second form.</remarks>
public sealed record TieringOptions
{
    // One at a time: hot rules come in crowds, and the machine is busy with their rows.
    private static readonly TaskScheduler s_oneByOne = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

    public static TieringOptions Default { get; } = new();

    /// <summary>The number of rows, over all rules of a shape, from which on it is worth a run of the C# compiler.</summary>
    public long HotFrom { get; init; } = 1_000_000;

    /// <summary>Where the second form is compiled.</summary>
    public TaskScheduler Scheduler { get; init; } = s_oneByOne;

    /// <summary>Told on the scheduler's thread that a second form is there, or what kept it from being made; then the rules stay as they are. Null for nobody.</summary>
    public Action<Exception?>? OnCompiled { get; init; }
}
