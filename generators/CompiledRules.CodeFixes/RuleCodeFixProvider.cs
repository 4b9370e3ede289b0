using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace CompiledRules.CodeFixes;

/// <summary>Offers the fixes that the front end knows: they come as properties of its diagnostics.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RuleCodeFixProvider))]
[Shared]
public sealed class RuleCodeFixProvider : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ["CR2001", "CR2002", "CR2005", "CR2006", "CR2008", "CR2019", "CR2028", "CR2033", "CR2501", "CR3005"];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue("fix", out var kind))
                continue;

            if (kind == "member")
                await OfferMemberAsync(context, diagnostic).ConfigureAwait(false);
            else
                await OfferTextAsync(context, diagnostic).ConfigureAwait(false);
        }
    }

    private static async Task OfferTextAsync(CodeFixContext context, Diagnostic diagnostic)
    {
        var text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        if (TextFix.Of(diagnostic, text) is not { } fix)
            return;

        context.RegisterCodeFix(
            CodeAction.Create(fix.Title, _ => Task.FromResult(context.Document.WithText(text.WithChanges(fix.Change))), equivalenceKey: fix.Title), diagnostic);
    }

    private static async Task OfferMemberAsync(CodeFixContext context, Diagnostic diagnostic)
    {
        if (await MemberFix.OfAsync(diagnostic, context.Document, context.CancellationToken).ConfigureAwait(false) is not { } fix)
            return;

        context.RegisterCodeFix(CodeAction.Create(fix.Title, fix.ApplyAsync, equivalenceKey: fix.Title), diagnostic);
    }
}
