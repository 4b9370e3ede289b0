using System.Globalization;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Diagnostics;

/// <summary>Something to tell the author of a statement, and where in its text.</summary>
/// <param name="Hint">What to write instead; null where nothing better than the message is known.</param>
public sealed record SqlDiagnostic(SqlDiagnosticDescriptor Descriptor, TextSpan Span, EquatableArray<string> Arguments, string? Hint)
{
    /// <summary>What an editor offers to do about it; null where that is for the author to find out.</summary>
    public SqlFix? Fix { get; init; }

    public string Id => Descriptor.Id;

    public SqlSeverity Severity => Descriptor.Severity;

    public bool IsError => Severity == SqlSeverity.Error;

    public string Message =>
        string.Format(CultureInfo.InvariantCulture, Descriptor.MessageFormat, [.. Arguments.Items.Cast<object>()]);

    public override string ToString() => Hint is null ? $"{Id}: {Message}" : $"{Id}: {Message} ({Hint})";
}
