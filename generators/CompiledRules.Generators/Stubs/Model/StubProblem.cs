using CompiledRules.Sql.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CompiledRules.Generators.Stubs.Model;

/// <summary>Something wrong in a file that a stub is made of.</summary>
/// <param name="Line">From 1; 0 where the file as a whole is meant.</param>
internal sealed record StubProblem(string Path, int Line, SqlDiagnostic Problem)
{
    public Diagnostic ToDiagnostic()
    {
        var place = new LinePosition(System.Math.Max(0, Line - 1), 0);
        var message = Problem.Hint is { } hint ? $"{Problem.Message} ({hint})" : Problem.Message;
        return Diagnostic.Create(
            Problem.Id, "CompiledRules", message, DiagnosticSeverity.Error, DiagnosticSeverity.Error, isEnabledByDefault: true, warningLevel: 0,
            location: Location.Create(Path, default, new LinePositionSpan(place, place)));
    }
}
