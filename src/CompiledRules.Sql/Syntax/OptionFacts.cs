namespace CompiledRules.Sql.Syntax;

/// <summary>What the value of an option must say.</summary>
internal enum OptionContent
{
    Text,
    Flag,
    WholeNumber,
    Json,
}

/// <summary>The options of <c>CREATE STREAM</c> and <c>CREATE TABLE</c>, as data.</summary>
internal static class OptionFacts
{
    private static readonly Dictionary<string, OptionContent> s_options = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DATASOURCE"] = OptionContent.Text,
        ["FORMAT"] = OptionContent.Text,
        ["KEY"] = OptionContent.Text,
        ["CONF_KEY"] = OptionContent.Text,
        ["SHARED"] = OptionContent.Flag,
        ["STRICT_VALIDATION"] = OptionContent.Flag,
        ["TYPE"] = OptionContent.Text,
        ["TIMESTAMP"] = OptionContent.Text,
        ["TIMESTAMP_FORMAT"] = OptionContent.Text,
        ["RETAIN_SIZE"] = OptionContent.WholeNumber,
        ["SCHEMAID"] = OptionContent.Text,
        ["EXTRA"] = OptionContent.Json,
        ["VERSION"] = OptionContent.Text,
        ["TEMP"] = OptionContent.Flag,
        ["KIND"] = OptionContent.Text,
        ["DELIMITER"] = OptionContent.Text,
    };

    public static IEnumerable<string> Names => s_options.Keys;

    /// <summary>Null for a name that is no option.</summary>
    public static OptionContent? ContentOf(string name) => s_options.TryGetValue(name, out var content) ? content : null;

    public static string Describe(OptionContent content) => content switch
    {
        OptionContent.Flag => "TRUE or FALSE",
        OptionContent.WholeNumber => "a whole number in double quotes",
        OptionContent.Json => "JSON in double quotes",
        _ => "a string in double quotes",
    };
}
