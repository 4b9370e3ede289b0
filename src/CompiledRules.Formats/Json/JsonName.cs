namespace CompiledRules.Formats.Json;

/// <summary>A property name that has been met, and what is known about it.</summary>
internal sealed class JsonName(byte[] utf8, string text)
{
    /// <summary>Bytes of <see cref="Tail"/>.</summary>
    public const int TailLength = 8;

    public byte[] Utf8 { get; } = utf8;

    /// <summary>The last bytes of the name and its closing quote, and its opening quote where there is room; little-endian.</summary>
    /// <remarks>With no escape near it, text that ends so is this name, or another name without a slot.</remarks>
    public ulong Tail { get; init; }

    /// <summary>The bits of <see cref="Tail"/> that count. Where <see cref="Tail"/> has bits besides, nothing matches.</summary>
    public ulong TailMask { get; init; }

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
