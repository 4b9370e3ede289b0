namespace CompiledRules;

/// <summary>What the type of an option cannot say. A public property with a setter is an option also without it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SqlOptionAttribute : Attribute
{
    /// <summary>The least number; of a <see cref="TimeSpan"/> the least milliseconds.</summary>
    public long Minimum { get; init; } = long.MinValue;

    /// <summary>The greatest number, included; of a <see cref="TimeSpan"/> the most milliseconds.</summary>
    public long Maximum { get; init; } = long.MaxValue;

    /// <summary>Whether the property is no option.</summary>
    public bool IsIgnored { get; init; }
}
