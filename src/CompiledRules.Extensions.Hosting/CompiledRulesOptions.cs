namespace CompiledRules.Extensions.Hosting;

/// <summary>The rules of an application and how they run. Rules of script files, of <see cref="Script"/> and of <see cref="Rules"/> are one set: each sees the streams and sinks of those before it.</summary>
public sealed class CompiledRulesOptions
{
    /// <summary>The section of the configuration in which these are looked for.</summary>
    public const string SectionName = "CompiledRules";

    /// <summary>Statements that define streams, tables, sinks and rules; empty for none.</summary>
    public string Script { get; set; } = "";

    /// <summary>Files of such statements. Relative paths start at <see cref="BaseDirectory"/>.</summary>
    public IList<string> ScriptFiles { get; } = [];

    /// <summary>Rules by name, beside those of scripts.</summary>
    public IDictionary<string, RuleEntry> Rules { get; } = new Dictionary<string, RuleEntry>(StringComparer.Ordinal);

    /// <summary>What relative paths start at; null for the content root of the application.</summary>
    public string? BaseDirectory { get; set; }

    /// <summary>How long a stop waits for sinks to take the results that are queued; positive.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether rules start with the application. Those that do not can be started by <see cref="RuleEngine.StartAsync(string)"/>.</summary>
    public bool StartsRules { get; set; } = true;
}
