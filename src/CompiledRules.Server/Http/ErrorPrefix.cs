namespace CompiledRules.Server.Http;

/// <summary>What stands before the message of an endpoint's errors; metadata of the endpoint.</summary>
internal sealed record ErrorPrefix(string Text)
{
    /// <summary>Whether the reply calls its body JSON, which it is either way.</summary>
    public bool IsJson { get; init; }
}
