namespace CompiledRules.Extensions.Hosting;

/// <summary>A rule of the configuration.</summary>
public sealed class RuleEntry
{
    /// <summary>The statement: <c>SELECT …</c>.</summary>
    public string Sql { get; set; } = "";

    /// <summary>Names of sinks, of scripts or of the application.</summary>
    public IList<string> Sinks { get; } = [];
}
