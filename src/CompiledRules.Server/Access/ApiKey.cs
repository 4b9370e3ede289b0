namespace CompiledRules.Server.Access;

/// <summary>A key that callers send as <c>X-Api-Key</c> or as <c>Authorization: Bearer</c>, and what it opens.</summary>
public sealed record ApiKey(string Key, AccessScope Scope)
{
    /// <summary>Says nothing of the key, so that no log does.</summary>
    public override string ToString() => $"key for {Scope}";
}
