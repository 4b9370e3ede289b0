namespace CompiledRules.Benchmarks.Backends;

/// <summary>Statements of one size whose code differs, so that none finds the code of another.</summary>
internal static class NewCode
{
    private static readonly string[] s_signs = ["+", "-", "*", "/", "%"];
    private static readonly string[] s_comparisons = [">", "<", ">=", "<=", "=", "!="];
    private static readonly string[] s_tests = ["endswith", "startswith", "regexp_matches"];

    /// <param name="number">Repeats after 11 250.</param>
    public static string Statement(int number)
    {
        var rest = number;
        string Next(string[] choices)
        {
            var choice = choices[rest % choices.Length];
            rest /= choices.Length;
            return choice;
        }

        return $"SELECT room, temperature {Next(s_signs)} 1.8 {Next(s_signs)} humidity {Next(s_signs)} 3 {Next(s_signs)} 2 AS f FROM demo WHERE temperature {Next(s_comparisons)} 30 AND {Next(s_tests)}(room, 'lab')";
    }
}
