using System.Collections.Immutable;

namespace CompiledRules.Plugins;

/// <summary>A source, sink or lookup table as its assembly declares it.</summary>
/// <param name="Name">The <c>TYPE</c> in SQL.</param>
/// <param name="Options">In the order of declaration.</param>
public abstract record ConnectorDeclaration(string Name, ImmutableArray<OptionDeclaration> Options)
{
    /// <summary>The summary of the XML documentation as plain text; empty where there is none.</summary>
    public string Summary { get; init; } = "";
}

/// <param name="Create">Makes a source of its options; nothing is connected yet.</param>
public sealed record SourceDeclaration(
    string Name, ImmutableArray<OptionDeclaration> Options, Func<ConnectorOptions, ConnectorContext, SourceConnector> Create) : ConnectorDeclaration(Name, Options)
{
    /// <summary>The columns of its rows, where the source has rows of a type of its own; otherwise empty.</summary>
    public ImmutableArray<ParameterDeclaration> Columns { get; init; } = [];
}

/// <param name="Create">Makes a sink of its options; nothing is connected yet.</param>
public sealed record SinkDeclaration(
    string Name, ImmutableArray<OptionDeclaration> Options, Func<ConnectorOptions, ConnectorContext, SinkConnector> Create) : ConnectorDeclaration(Name, Options);

/// <param name="Create">Makes a lookup table of its options; nothing is connected yet.</param>
public sealed record LookupDeclaration(
    string Name, ImmutableArray<OptionDeclaration> Options, Func<ConnectorOptions, ConnectorContext, ILookup> Create) : ConnectorDeclaration(Name, Options);

/// <summary>An option of a connector: a property of its class.</summary>
/// <param name="Name">As documentation writes it; found without regard to case.</param>
/// <param name="Type">In words: <c>text</c>, <c>whole number</c>, <c>duration</c>, <c>one of a, b</c> …</param>
public sealed record OptionDeclaration(string Name, string Type)
{
    public string Summary { get; init; } = "";

    public bool IsRequired { get; init; }

    /// <summary>As C# writes it; null where the source does not show one.</summary>
    public string? Default { get; init; }
}
