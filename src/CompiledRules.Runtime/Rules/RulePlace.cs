namespace CompiledRules.Runtime.Rules;

/// <summary>A part of the SQL that errors name.</summary>
/// <param name="Clause"><c>Where</c>, <c>Select</c>, <c>Having</c> …</param>
/// <param name="Expression">Its text.</param>
public sealed record RulePlace(string Clause, string Expression, int Start, int Length)
{
    public string Describe(string message) => Clause switch
    {
        "Select" => $"run Select error: expr: {Expression} meet error, err:{message}",
        "" => message,
        _ => $"run {Clause} error: {message}",
    };
}
