using CompiledRules.Sql;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Generators.Model;

internal enum ConnectorKind
{
    Source,
    Sink,
    Lookup,
}

/// <summary>What a connector brings or takes.</summary>
internal enum ConnectorForm
{
    /// <summary>Bytes that a format decodes or has encoded.</summary>
    Bytes,

    /// <summary>Rows of columns, or values.</summary>
    Rows,

    /// <summary>Rows of a type of the plugin's own.</summary>
    Typed,
    Lookup,
}

/// <summary>A marked class.</summary>
/// <param name="Type">As C# writes it.</param>
/// <param name="RowType">What it brings or takes, as C# writes it.</param>
/// <param name="TakesContext">Whether the constructor takes a <c>ConnectorContext</c>.</param>
/// <param name="PullInterval">Milliseconds, for a source that is asked; null for one that pushes.</param>
/// <param name="Columns">For <see cref="ConnectorForm.Typed"/>: the members of the row.</param>
internal sealed record PluginConnectorSpec(
    string Name,
    ConnectorKind Kind,
    ConnectorForm Form,
    string Type,
    string RowType,
    bool TakesContext,
    int? PullInterval,
    EquatableArray<ColumnSymbol> Columns,
    EquatableArray<PluginOptionSpec> Options,
    string Summary);

internal enum OptionKind
{
    Text,
    Boolean,
    Int32,
    Int64,
    Float,
    Duration,
    Choice,
    Texts,
    Object,
    Array,
}

/// <summary>A property of a connector.</summary>
/// <param name="Owner">The type that declares it, as C# writes it.</param>
/// <param name="Type">As C# writes it.</param>
/// <param name="Choices">The members of an enum.</param>
/// <param name="Default">As the source writes it; null where it shows none.</param>
internal sealed record PluginOptionSpec(
    string Property,
    string Owner,
    string Type,
    OptionKind Kind,
    EquatableArray<string> Choices,
    bool IsRequired,
    bool IsInit,
    long Minimum,
    long Maximum,
    string? Default,
    string Summary)
{
    /// <summary>As documentation writes it.</summary>
    public string Name => char.ToLowerInvariant(Property[0]) + Property.Substring(1);
}
