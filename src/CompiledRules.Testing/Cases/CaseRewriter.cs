namespace CompiledRules.Testing.Cases;

/// <summary>Puts what came out in the place of what was expected.</summary>
public static class CaseRewriter
{
    /// <summary>The text of the file with the output of the failed cases filled in; read it before trusting it.</summary>
    public static string FillIn(CaseFile file, IEnumerable<CaseResult> results)
    {
        var lines = file.Lines.ToList();
        foreach (var result in results.Where(static result => !result.IsPassed && !result.Actual.IsEmpty).OrderByDescending(static result => result.Case.Expectation.FirstLine))
        {
            var (first, count) = (result.Case.Expectation.FirstLine, result.Case.Expectation.LineCount);
            lines.RemoveRange(first, count);
            lines.InsertRange(first, result.Actual);
        }

        return string.Join('\n', lines) + "\n";
    }
}
