using CompiledRules.Generators.Model;
using CompiledRules.Sql;
using CompiledRules.Sql.Diagnostics;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Readers;

/// <summary>What is the same in every member that is marked for SQL.</summary>
internal sealed class PluginMemberReader(ISymbol symbol)
{
    private readonly List<MemberProblem> _problems = [];

    public MemberPlace Place { get; } = PlaceOf(symbol);

    public bool HasErrors => _problems.Exists(static problem => problem.Problem.IsError);

    public EquatableArray<MemberProblem> Problems => _problems.ToEquatableArray();

    /// <summary>How the member and the types around it are declared, at the least.</summary>
    public Accessibility Accessibility { get; } = Chain(symbol).Min(static part => part.DeclaredAccessibility);

    /// <summary>Reports at the member, or at a part of it.</summary>
    public void Report(SqlDiagnosticDescriptor descriptor, ISymbol at, params string[] arguments) =>
        _problems.Add(new(descriptor.At(default, arguments), PlaceOf(at)));

    /// <summary>What holds for methods and types alike.</summary>
    public void CheckDeclaration()
    {
        if (Chain(symbol).Any(static part => part is INamedTypeSymbol { IsGenericType: true } or IMethodSymbol { IsGenericMethod: true }))
            Report(PluginProblems.Generic, symbol, symbol.Name);

        // What is internal is meant for the rules of its own project.
        if (Accessibility < Accessibility.Internal)
            Report(PluginProblems.NotPublic, symbol, symbol.Name);
    }

    public void CheckName(string name)
    {
        if (name.Length == 0 || !(char.IsLetter(name[0]) || name[0] == '_') || !name.All(static letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.'))
            Report(PluginProblems.BadName, symbol, name);
    }

    private static IEnumerable<ISymbol> Chain(ISymbol symbol)
    {
        for (var part = symbol; part is IMethodSymbol or INamedTypeSymbol; part = part.ContainingType)
            yield return part;
    }

    private static MemberPlace PlaceOf(ISymbol symbol) => MemberPlace.Of(symbol.Locations.FirstOrDefault(static location => location.IsInSource) ?? Location.None);
}
