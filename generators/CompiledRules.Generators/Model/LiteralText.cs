namespace CompiledRules.Generators.Model;

/// <summary>Finds the characters of a string's value in its literal.</summary>
internal static class LiteralText
{
    /// <summary>For each character of the value where it begins in the literal, and last where the value ends. Null where the literal does not say.</summary>
    public static IReadOnlyList<int>? Offsets(string literal, LiteralForm form) => form switch
    {
        LiteralForm.Regular => Regular(literal),
        LiteralForm.Verbatim => Verbatim(literal),
        LiteralForm.Raw => Raw(literal),
        _ => null,
    };

    private static List<int> Regular(string literal)
    {
        var offsets = new List<int>();
        var position = 1;
        while (position < literal.Length - 1)
        {
            offsets.Add(position);
            if (literal[position] != '\\')
            {
                position++;
                continue;
            }

            var length = EscapeLength(literal, position);
            // A code point outside the first plane is two characters of the value.
            if (literal[position + 1] == 'U' && !literal.Substring(position + 2, 4).Equals("0000", StringComparison.Ordinal))
                offsets.Add(position);
            position += length;
        }

        offsets.Add(position);
        return offsets;
    }

    private static int EscapeLength(string literal, int position)
    {
        switch (literal[position + 1])
        {
            case 'u':
                return 6;
            case 'U':
                return 10;
            case 'x':
                var digits = literal.Skip(position + 2).Take(4).TakeWhile(Uri.IsHexDigit).Count();
                return 2 + digits;
            default:
                return 2;
        }
    }

    private static List<int> Verbatim(string literal)
    {
        var offsets = new List<int>();
        for (var position = 2; position < literal.Length - 1; position++)
        {
            offsets.Add(position);
            if (literal[position] == '"')
                position++;
        }

        offsets.Add(literal.Length - 1);
        return offsets;
    }

    private static List<int> Raw(string literal)
    {
        var quotes = literal.TakeWhile(static letter => letter == '"').Count();
        var end = literal.Length - quotes;
        var firstBreak = literal.IndexOf('\n');
        if (firstBreak < 0 || firstBreak >= end)
            return [.. Enumerable.Range(quotes, end - quotes + 1)];

        // The last line holds only the indent that is no part of the value, and its line break neither.
        var lastBreak = literal.LastIndexOf('\n', end - 1);
        var indent = end - lastBreak - 1;
        var offsets = new List<int>();
        for (var line = firstBreak + 1; line <= lastBreak;)
        {
            var next = literal.IndexOf('\n', line) + 1;
            var stop = next > lastBreak ? (literal[lastBreak - 1] == '\r' ? lastBreak - 1 : lastBreak) : next;
            for (var position = Math.Min(line + indent, stop - (next > lastBreak ? 0 : 1)); position < stop; position++)
                offsets.Add(position);
            line = next;
        }

        offsets.Add(literal[lastBreak - 1] == '\r' ? lastBreak - 1 : lastBreak);
        return offsets;
    }
}
