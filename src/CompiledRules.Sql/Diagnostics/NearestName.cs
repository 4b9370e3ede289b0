namespace CompiledRules.Sql.Diagnostics;

/// <summary>Finds what someone may have meant by a name that is not known.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the fewest edits, whatever the case; null where none is within a third of the name's length.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        var limit = Math.Max(1, name.Length / 3);
        return candidates
            .Select(candidate => (candidate, distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(pair => pair.distance <= limit)
            .OrderBy(static pair => pair.distance)
            .ThenBy(static pair => pair.candidate, StringComparer.Ordinal)
            .Select(static pair => pair.candidate)
            .FirstOrDefault();
    }

    /// <summary>Adds "did you mean" to a diagnostic where a candidate is near; leaves its own hint otherwise.</summary>
    public static SqlDiagnostic Suggesting(this SqlDiagnostic diagnostic, string name, IEnumerable<string> candidates) =>
        Find(name, candidates) is { } nearest ? diagnostic with { Hint = $"did you mean '{nearest}'?" } : diagnostic;

    // Levenshtein with a swap of neighbours as one edit, the commonest slip of the fingers.
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= right.Length; j++)
            rows[0, j] = j;

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var change = left[i - 1] == right[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[left.Length, right.Length];
    }
}
