using CompiledRules.Sql;
using CompiledRules.Sql.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using LinePosition = Microsoft.CodeAnalysis.Text.LinePosition;

namespace CompiledRules.Generators.Scripts;

/// <param name="Class">The full name of the class that holds its rules.</param>
/// <param name="Source">The generated file; null where the script has errors.</param>
internal sealed record CompiledScript(string HintName, string Class, string? Source, EquatableArray<ScriptProblem> Problems);

/// <summary>A diagnostic at its place in a file.</summary>
/// <param name="Line">From 0.</param>
/// <param name="Column">From 0.</param>
internal sealed record ScriptProblem(string Path, SqlDiagnostic Problem, int Line, int Column, int EndLine, int EndColumn)
{
    public static ScriptProblem Of(SqlDiagnostic problem, string path, CompiledRules.Sql.Text.SourceText text, int length)
    {
        var start = text.PositionOf(Math.Min(problem.Span.Start, length));
        var end = text.PositionOf(Math.Min(problem.Span.End, length));
        return new ScriptProblem(path, problem, start.Line - 1, start.Column - 1, end.Line - 1, end.Column - 1);
    }

    public Diagnostic ToDiagnostic()
    {
        var severity = Problem.Severity switch
        {
            SqlSeverity.Error => DiagnosticSeverity.Error,
            SqlSeverity.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Info,
        };
        var message = Problem.Hint is { } hint ? $"{Problem.Message} ({hint})" : Problem.Message;
        var place = Location.Create(
            Path,
            new Microsoft.CodeAnalysis.Text.TextSpan(Problem.Span.Start, Problem.Span.Length),
            new LinePositionSpan(new LinePosition(Line, Column), new LinePosition(EndLine, EndColumn)));
        return Diagnostic.Create(
            Problem.Id, "CompiledRules", message, severity, severity, isEnabledByDefault: true, warningLevel: severity == DiagnosticSeverity.Error ? 0 : 1, location: place);
    }
}
