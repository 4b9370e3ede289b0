namespace CompiledRules.Formats.Json;

/// <summary>A property name that has been met, and what is known about it.</summary>
internal sealed class JsonName(byte[] utf8, string text)
{
    public byte[] Utf8 { get; } = utf8;

    public string Text { get; } = text;

    /// <summary>The slot that takes the property of the top level, or -1.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>Whether <see cref="Slot"/> was found by a name that differs in case; then a property of the exact name goes before.</summary>
    public bool IsInexact { get; init; }

    public ColumnDefinition? Column { get; init; }

    /// <summary>The name that followed last time: messages of one stream mostly have one shape.</summary>
    public JsonName? Next { get; set; }

    /// <summary>The names of the last object that began with this one.</summary>
    public string[]? ObjectNames { get; set; }
}
