namespace CompiledRules;

/// <summary>An option of a connector or format that is unknown, missing or has a value that cannot be used. The rule or stream is refused.</summary>
/// <param name="connector">Such as <c>source mqtt</c>.</param>
/// <param name="option">The name as it was written, or as it should be.</param>
/// <param name="problem">What was found, what is expected and what to do, as a sentence.</param>
public sealed class OptionException(string connector, string option, string problem) : Exception($"{connector}, option '{option}': {problem}")
{
    public string Connector { get; } = connector;

    public string Option { get; } = option;
}
