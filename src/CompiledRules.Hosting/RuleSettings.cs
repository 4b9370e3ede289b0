using CompiledRules.Hosting.Checkpoints;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Hosting;

/// <summary>All that is needed to run one rule.</summary>
/// <param name="Streams">One per input of the program, in its order.</param>
public sealed record RuleSettings(
    string Id, IRuleProgram Program, IReadOnlyList<StreamSettings> Streams, IReadOnlyList<SinkSettings> Sinks, RunningRuleOptions Options)
{
    /// <summary>The lookup tables that the rule may ask, by name.</summary>
    public IReadOnlyList<StreamSettings> Lookups { get; init; } = [];

    /// <summary>Where the rule's checkpoints are kept, from which it goes on; null where <see cref="RunningRuleOptions.Delivery"/> asks for none.</summary>
    public ICheckpointStore? Checkpoints { get; init; }

    /// <summary>Equal for programs of which one can take up the state of the other.</summary>
    public string Plan { get; init; } = "";

    /// <summary>Where the rule's <c>stdout</c> sinks write; null for where the host's do.</summary>
    public TextWriter? Output { get; init; }
}
