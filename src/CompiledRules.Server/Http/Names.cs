namespace CompiledRules.Server.Http;

/// <summary>What may be the name of a rule, stream, plugin, service or schema.</summary>
internal static class Names
{
    private const int MaxLength = 256;

    /// <exception cref="ApiException">The name is empty, too long or has other characters than letters, digits, hyphens and underscores.</exception>
    public static string Check(string name)
    {
        if (name.Length is 0 or > MaxLength)
            throw new ApiException(ErrorCode.Undefined, name.Length == 0 ? "id is empty" : $"id is longer than {MaxLength} characters");
        return name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-')
            ? name
            : throw new ApiException(ErrorCode.Undefined, $"id '{name}' contains invalid characters: only alphanumeric, hyphens and underscores are allowed");
    }
}
