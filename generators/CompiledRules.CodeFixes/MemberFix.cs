using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace CompiledRules.CodeFixes;

/// <summary>A member that the type of the output rows lacks.</summary>
internal sealed class MemberFix
{
    private readonly Document _document;
    private readonly TypeDeclarationSyntax _type;
    private readonly string _member;

    private MemberFix(Document document, TypeDeclarationSyntax type, string title, string member)
    {
        _document = document;
        _type = type;
        Title = title;
        _member = member;
    }

    public string Title { get; }

    /// <summary>Null where the type is not written in the solution.</summary>
    public static async Task<MemberFix?> OfAsync(Diagnostic diagnostic, Document document, CancellationToken cancellation)
    {
        var properties = diagnostic.Properties;
        var compilation = await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false);
        var declaration = compilation is null ? null : Find(compilation, properties["type"]!)?.DeclaringSyntaxReferences.FirstOrDefault();
        if (declaration is null || await declaration.GetSyntaxAsync(cancellation).ConfigureAwait(false) is not TypeDeclarationSyntax type)
            return null;

        var owner = document.Project.Solution.GetDocument(declaration.SyntaxTree);
        var member = $"public {properties["instead"]} {properties["found"]} {{ get; init; }}";
        return owner is null ? null : new MemberFix(owner, type, $"Add '{properties["found"]}' to '{type.Identifier.Text}'", member);
    }

    public async Task<Solution> ApplyAsync(CancellationToken cancellation)
    {
        var root = await _document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var property = SyntaxFactory.ParseMemberDeclaration(_member)!.WithAdditionalAnnotations(Formatter.Annotation);
        var open = _type.OpenBraceToken.IsKind(SyntaxKind.OpenBraceToken)
            ? _type
            : _type
                .WithSemicolonToken(default)
                .WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken))
                .WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(_type.SemicolonToken.TrailingTrivia));
        var changed = _document.WithSyntaxRoot(root!.ReplaceNode(_type, open.AddMembers(property).WithAdditionalAnnotations(Formatter.Annotation)));
        var formatted = await Formatter.FormatAsync(changed, Formatter.Annotation, cancellationToken: cancellation).ConfigureAwait(false);
        return formatted.Project.Solution;
    }

    // Lowered code writes nested types with dots.
    private static INamedTypeSymbol? Find(Compilation compilation, string name)
    {
        for (var candidate = name; ;)
        {
            if (compilation.GetTypeByMetadataName(candidate) is { } type)
                return type;

            var dot = candidate.LastIndexOf('.');
            if (dot < 0)
                return null;
            candidate = candidate.Substring(0, dot) + "+" + candidate.Substring(dot + 1);
        }
    }
}
