using System.Collections.Immutable;

namespace CompiledRules.Testing.Cases;

/// <summary>Compares what came out with what was expected.</summary>
internal static class CaseDiff
{
    /// <summary>Null where all lines match; otherwise every line, marked <c>-</c> when it is missing and <c>+</c> when it is not expected.</summary>
    public static string? Of(ImmutableArray<ExpectedLine> expected, IReadOnlyList<Emission> actual)
    {
        if (expected.Length == actual.Count && expected.Zip(actual).All(static pair => Matches(pair.First, pair.Second)))
            return null;

        var common = CommonLengths(expected, actual);
        var lines = new List<string> { "the output differs (- expected, + actual)" };
        for (int i = 0, j = 0; i < expected.Length || j < actual.Count;)
        {
            if (i < expected.Length && j < actual.Count && Matches(expected[i], actual[j]))
            {
                lines.Add("  " + Text(actual[j++]));
                i++;
            }
            else if (i < expected.Length && (j == actual.Count || common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add("- " + Text(expected[i++]));
            }
            else
            {
                lines.Add("+ " + Text(actual[j++]));
            }
        }

        return string.Join('\n', lines);
    }

    private static bool Matches(ExpectedLine expected, Emission actual) => (expected.Time is null || expected.Time == actual.Time) && (expected.Kind, actual) switch
    {
        (ExpectedKind.Error, ErrorEmission error) => error.Message.ReplaceLineEndings(" ").Contains(expected.Text, StringComparison.Ordinal),
        (ExpectedKind.Row, RowEmission) or (ExpectedKind.Collection, CollectionEmission) or (ExpectedKind.End, EndEmission) => CaseText.Of(actual, sorted: true) == expected.Text,
        _ => false,
    };

    // For each pair of positions, how many lines from there on can be matched in order.
    private static int[,] CommonLengths(ImmutableArray<ExpectedLine> expected, IReadOnlyList<Emission> actual)
    {
        var lengths = new int[expected.Length + 1, actual.Count + 1];
        for (var i = expected.Length - 1; i >= 0; i--)
        {
            for (var j = actual.Count - 1; j >= 0; j--)
                lengths[i, j] = Matches(expected[i], actual[j]) ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }

        return lengths;
    }

    private static string Text(Emission emission) => CaseText.Time(emission.Time) + CaseText.Of(emission, sorted: true);

    private static string Text(ExpectedLine line) =>
        (line.Time is { } time ? CaseText.Time(time) : "") + (line.Kind == ExpectedKind.Error ? $"row-error {line.Text}" : line.Text);
}
