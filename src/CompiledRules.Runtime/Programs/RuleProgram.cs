using System.ComponentModel;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Programs;

/// <summary>A compiled rule, free of state.</summary>
/// <typeparam name="TOut">The rows it gives.</typeparam>
/// <param name="root">Gives the rows.</param>
/// <param name="givesRows">Whether each output row is a result of its own.</param>
/// <param name="inputs">How many streams and tables it reads.</param>
/// <param name="sites">The calls that keep something from row to row.</param>
/// <param name="places">The parts of the SQL that an error can name, by the index of their mark.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RuleProgram<TOut>(
    Stage<TOut> root, bool givesRows, int inputs, ProgramOptions options, IReadOnlyList<CallSite> sites, IReadOnlyList<RulePlace> places)
{
    /// <summary>Whether a run has something to do when no row comes: everything but a rule that works row by row may.</summary>
    public bool HasDeadlines => !givesRows;

    /// <summary>The constants that the code of the steps asks for.</summary>
    public RuleConstants Constants { get; init; } = RuleConstants.None;

    /// <summary>The functions of other processes that the steps call, by their number.</summary>
    public IReadOnlyList<IRemoteFunction> Functions { get; init; } = [];

    /// <summary>Counts the rows of all runs, and gives them faster code in time; null where the code stays what it is.</summary>
    public ProgramHeat<TOut>? Heat { get; init; }

    /// <summary>What the program shares with others and keeps alive: found again as long as one of them is there.</summary>
    public object? Shared { get; init; }

    /// <summary>How many streams and tables it reads.</summary>
    public int Inputs => inputs;

    /// <summary>Makes a run. Nothing is called on it from other threads than the one that drives it.</summary>
    public RuleRun<TOut> Start(RuleStart<TOut> start)
    {
        var context = new RuleContext(start.RuleId, start.Time, start.Zone, start.KeyedState, places, start.Output.OnError)
        {
            Constants = Constants,
            Functions = Functions,
            Cancellation = start.Cancellation,
            LogLine = start.Log,
        };
        foreach (var site in sites)
            context.Keep(site.Site, site.Create());
        return new RuleRun<TOut>(root, inputs, options, context, start, new OutputStep<TOut>(givesRows, start.Output), Heat);
    }
}
