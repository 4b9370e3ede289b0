namespace CompiledRules.Generators.Model;

/// <summary>Where an editor leads who asks about a diagnostic.</summary>
internal static class HelpLinks
{
    /// <summary>The page of a diagnostic in the package of the generators; <c>cr explain CRnnnn</c> prints the same.</summary>
    public static string Of(string id) => $"https://www.nuget.org/packages/CompiledRules.Generators#{id.ToLowerInvariant()}";
}
