using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace CompiledRules.CodeFixes;

/// <summary>Offers fixes for members that are marked for SQL and cannot be used as they are declared.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PluginCodeFixProvider))]
[Shared]
public sealed class PluginCodeFixProvider : CodeFixProvider
{
    private const string UnsupportedType = "CR5001";
    private const string NoConstructor = "CR5003";
    private const string NotStatic = "CR5004";
    private const string NotPublic = "CR5005";

    private static readonly Dictionary<string, string> s_types = new()
    {
        ["int"] = "long",
        ["short"] = "long",
        ["uint"] = "long",
        ["byte"] = "long",
        ["float"] = "double",
        ["decimal"] = "double",
        ["DateTime"] = "SqlTime",
        ["DateTimeOffset"] = "SqlTime",
        ["object"] = "SqlValue",
    };

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [UnsupportedType, NoConstructor, NotStatic, NotPublic];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
            return;

        foreach (var diagnostic in context.Diagnostics)
        {
            var node = root.FindNode(diagnostic.Location.SourceSpan);
            if (FixOf(diagnostic.Id, node) is { } fix)
            {
                var changed = context.Document.WithSyntaxRoot(root.ReplaceNode(fix.Old, fix.New.WithAdditionalAnnotations(Formatter.Annotation)));
                context.RegisterCodeFix(
                    CodeAction.Create(fix.Title, cancellation => Formatter.FormatAsync(changed, Formatter.Annotation, cancellationToken: cancellation), equivalenceKey: fix.Title), diagnostic);
            }
        }
    }

    private static (string Title, SyntaxNode Old, SyntaxNode New)? FixOf(string id, SyntaxNode node) => id switch
    {
        UnsupportedType => TypeFix(node),
        NoConstructor when node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is { ParameterList: null } type => ConstructorFix(type),
        NotStatic when node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method => ("Make it static", method, method.AddModifiers(SyntaxFactory.Token(SyntaxKind.StaticKeyword))),
        NotPublic when node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member => ("Make it public", member, AsPublic(member)),
        _ => null,
    };

    private static (string Title, SyntaxNode Old, SyntaxNode New)? TypeFix(SyntaxNode node)
    {
        var written = node.FirstAncestorOrSelf<ParameterSyntax>()?.Type ?? node.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.ReturnType;
        if (written is GenericNameSyntax { Identifier.Text: "Task" } task)
            return ("Change Task to ValueTask", task, task.WithIdentifier(SyntaxFactory.Identifier("ValueTask").WithTriviaFrom(task.Identifier)));

        var type = written is NullableTypeSyntax nullable ? nullable.ElementType : written;
        return type is not null && s_types.TryGetValue(type.ToString(), out var fitting)
            ? ($"Change {type} to {fitting}", type, SyntaxFactory.ParseTypeName(fitting).WithTriviaFrom(type))
            : null;
    }

    private static (string Title, SyntaxNode Old, SyntaxNode New) ConstructorFix(ClassDeclarationSyntax type)
    {
        var constructor = SyntaxFactory.ConstructorDeclaration(type.Identifier.WithoutTrivia())
            .AddModifiers(SyntaxFactory.Token(SyntaxKind.PublicKeyword))
            .WithBody(SyntaxFactory.Block());
        return ("Add a constructor without parameters", type, type.WithMembers(type.Members.Insert(0, constructor)));
    }

    private static MemberDeclarationSyntax AsPublic(MemberDeclarationSyntax member)
    {
        var others = member.Modifiers.Where(static modifier => !(modifier.IsKind(SyntaxKind.PrivateKeyword) || modifier.IsKind(SyntaxKind.ProtectedKeyword) || modifier.IsKind(SyntaxKind.InternalKeyword)));
        return member.WithModifiers(SyntaxFactory.TokenList(others.Prepend(SyntaxFactory.Token(SyntaxKind.PublicKeyword))));
    }
}
