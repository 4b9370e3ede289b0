namespace CompiledRules.Sql.Diagnostics;

/// <summary>Collects what the stages report. Read it sorted by place in the text.</summary>
public sealed class DiagnosticBag
{
    private readonly List<SqlDiagnostic> _diagnostics = [];

    public int Count => _diagnostics.Count;

    public bool HasErrors => _diagnostics.Exists(static diagnostic => diagnostic.IsError);

    public void Report(SqlDiagnostic diagnostic) => _diagnostics.Add(diagnostic);

    public void ReportAll(IEnumerable<SqlDiagnostic> diagnostics) => _diagnostics.AddRange(diagnostics);

    /// <summary>In text order; diagnostics of the same place stay in the order they were reported. What was reported twice is there once.</summary>
    public EquatableArray<SqlDiagnostic> ToSorted() => _diagnostics.Distinct().OrderBy(static diagnostic => diagnostic.Span.Start).ToEquatableArray();
}
