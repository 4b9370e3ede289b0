using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using CompiledRules.Sql.Diagnostics;

namespace CompiledRules.Generators.Tests.Help;

/// <summary>Writes the help page of each diagnostic from the catalogue.</summary>
internal static partial class HelpPages
{
    /// <summary>Every diagnostic of the front end and of the generators, by id.</summary>
    public static IReadOnlyList<SqlDiagnosticDescriptor> All { get; } =
    [
        .. new[] { typeof(SqlDiagnostics).Assembly, typeof(RuleGenerator).Assembly }
            .SelectMany(static assembly => assembly.GetTypes())
            .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(static field => field.FieldType == typeof(SqlDiagnosticDescriptor))
            .Select(static field => (SqlDiagnosticDescriptor)field.GetValue(null)!)
            .OrderBy(static descriptor => descriptor.Id, StringComparer.Ordinal),
    ];

    /// <summary>Where the pages lie.</summary>
    public static string Folder { get; } = Path.GetFullPath(PathOf("../../../src/CompiledRules.Sql/Diagnostics/help"));

    /// <summary>A file beside this one.</summary>
    public static string PathOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, name);

    public static string Page(SqlDiagnosticDescriptor descriptor)
    {
        var page = new StringBuilder($"# {descriptor.Id}\n\n{descriptor.Severity}, {AreaOf(descriptor.Id)}.\n\n> {Message(descriptor)}\n");
        if (descriptor.Hint is { } hint)
            page.Append("\n" + char.ToUpperInvariant(hint[0]) + hint[1..] + ".\n");
        if (HelpExample.All.TryGetValue(descriptor.Id, out var example))
            page.Append(TextOf(example));
        return page.ToString();
    }

    public static string Index() => new StringBuilder()
        .Append("# Diagnostics\n\nGenerated from the catalogue; `UPDATE_SNAPSHOTS=1 dotnet test tests/CompiledRules.Generators.Tests` writes it anew.\n\n")
        .Append("Examples read\n\n```sql\n" + HelpExample.Definitions + "\n```\n\n")
        .Append("| id | | message |\n|---|---|---|\n")
        .AppendJoin("", All.Select(static one => $"| [{one.Id}](#{one.Id.ToLowerInvariant()}) | {one.Severity} | {Message(one).Replace("|", "\\|", StringComparison.Ordinal)} |\n"))
        .AppendJoin("", All.Select(static one => "\n#" + Page(one)))
        .ToString();

    // Types of C# would be read as HTML.
    private static string Message(SqlDiagnosticDescriptor descriptor) => Placeholders().Replace(descriptor.MessageFormat, "…").Replace("<", "\\<", StringComparison.Ordinal);

    private static string TextOf(HelpExample example)
    {
        var found = example.WhatIsWrong.First(diagnostic => diagnostic.Id == example.Id);
        var mark = new string(' ', found.Span.Start) + new string('^', Math.Max(1, found.Span.Length));
        return $"\n```sql\n{example.Wrong}\n{mark}\n```\n\ngives: {found.Message}{(found.Hint is { } hint ? $" ({hint})" : "")}\n\nInstead:\n\n```sql\n{example.Right}\n```\n";
    }

    private static string AreaOf(string id) => id[..3] switch
    {
        "CR0" => "use of attributes in C#",
        "CR1" => "syntax",
        "CR2" when id.StartsWith("CR25", StringComparison.Ordinal) => "rows of a C# type",
        "CR2" when id.StartsWith("CR26", StringComparison.Ordinal) => "scripts",
        "CR2" => "names and types",
        "CR3" => "windows, groups, joins and time",
        "CR4" => "understood, but not supported",
        "CR5" => "plugins and services",
        _ => "our mistake",
    };

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholders();
}
