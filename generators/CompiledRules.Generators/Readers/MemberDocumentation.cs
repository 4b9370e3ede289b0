using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Readers;

/// <summary>Reads the summaries of XML comments. From the text, since a compiler that writes no documentation file does not parse them.</summary>
internal static class MemberDocumentation
{
    private const string Mark = "///";

    /// <summary>The summary as plain text on one line; empty where there is none or it is no XML.</summary>
    public static string SummaryOf(ISymbol symbol, CancellationToken cancellation) => symbol.DeclaringSyntaxReferences
        .Select(reference => SummaryOf(reference.GetSyntax(cancellation)))
        .FirstOrDefault(static summary => summary.Length > 0) ?? "";

    private static string SummaryOf(SyntaxNode node)
    {
        var comment = new StringBuilder();
        foreach (var line in node.GetLeadingTrivia().ToFullString().Split('\n'))
        {
            var text = line.Trim();
            if (text.StartsWith(Mark, StringComparison.Ordinal))
                comment.Append(text, Mark.Length, text.Length - Mark.Length).Append(' ');
        }

        if (comment.Length == 0)
            return "";

        try
        {
            var summary = XElement.Parse($"<doc>{comment}</doc>").Element("summary");
            return summary is null ? "" : string.Join(" ", TextOf(summary).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        }
        catch (XmlException)
        {
            return "";
        }
    }

    private static string TextOf(XElement element) => string.Concat(element.Nodes().Select(static node => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: true } reference => NameOf(reference),
        XElement inner => TextOf(inner),
        _ => "",
    }));

    // The last part of what a reference names, without its parameters.
    private static string NameOf(XElement reference)
    {
        var name = (string?)(reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword")) ?? "";
        name = name.Split('(')[0];
        return name.Substring(name.LastIndexOf('.') + 1);
    }
}
