using System.Collections.Immutable;
using CompiledRules.Sql.Diagnostics;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Model;

/// <summary>A diagnostic together with the place of its rule.</summary>
internal sealed record PlacedProblem(SqlPlace Place, SqlDiagnostic Problem)
{
    private const string Category = "CompiledRules";

    public static IEnumerable<PlacedProblem> Of(RuleTarget target, ImmutableArray<CompiledMethod> compiled) => compiled
        .Where(rule => rule.HintName == target.Method.HintName)
        .SelectMany(static rule => rule.Problems)
        .Select(problem => new PlacedProblem(target.Place, problem));

    public Diagnostic ToDiagnostic() => Create(Problem, Place.LocationOf(Problem.Span));

    public static Diagnostic Create(SqlDiagnostic problem, Location location)
    {
        var severity = problem.Severity switch
        {
            SqlSeverity.Error => DiagnosticSeverity.Error,
            SqlSeverity.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Info,
        };
        var message = problem.Hint is { } hint ? $"{problem.Message} ({hint})" : problem.Message;
        return Diagnostic.Create(
            problem.Id,
            Category,
            message,
            severity,
            severity,
            isEnabledByDefault: true,
            warningLevel: severity == DiagnosticSeverity.Error ? 0 : 1,
            helpLink: HelpLinks.Of(problem.Id),
            location: location,
            properties: FixProperties.Of(problem.Fix));
    }
}
