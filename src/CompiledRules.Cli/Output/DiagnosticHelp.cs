using System.Text.RegularExpressions;

namespace CompiledRules.Cli.Output;

/// <summary>The help pages of diagnostics, which are resources of the program.</summary>
internal static partial class DiagnosticHelp
{
    /// <param name="id">In any case.</param>
    /// <returns>Markdown; null for what is no id, or none there is.</returns>
    public static string? Find(string id)
    {
        if (!Id().IsMatch(id))
            return null;

        using var page = typeof(DiagnosticHelp).Assembly.GetManifestResourceStream($"help/{id.ToUpperInvariant()}.md");
        return page is null ? null : new StreamReader(page).ReadToEnd();
    }

    [GeneratedRegex(@"^CR\d{4}$", RegexOptions.IgnoreCase)]
    private static partial Regex Id();
}
