using System.Text;
using System.Text.RegularExpressions;

namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    /// <summary>Replaces all matches.</summary>
    /// <param name="replacement"><c>$1</c>, <c>$name</c> and <c>${1}</c> stand for groups, <c>$$</c> for a dollar. A name is as long as it can be: <c>$1x</c> is a group called 1x.</param>
    /// <exception cref="SqlException">The pattern is not a regular expression.</exception>
    [SqlFunction("regexp_replace", GuardsEmpty = true)]
    public static string RegexpReplace([SqlParameter(Coercion = Coercion.Text)] string text, [SqlParameter(Coercion = Coercion.Text)] string pattern, [SqlParameter(Coercion = Coercion.Text)] string replacement)
    {
        var isTemplate = replacement.Contains('$', StringComparison.Ordinal);
        var lastEnd = -1;
        return RegexCache.Get(pattern).Replace(text, match =>
        {
            // An empty match right behind another match is none.
            if (match.Length == 0 && match.Index == lastEnd)
                return "";

            lastEnd = match.Index + match.Length;
            return isTemplate ? Expand(replacement, match) : replacement;
        });
    }

    private static string Expand(ReadOnlySpan<char> template, Match match)
    {
        var output = new StringBuilder();
        while (true)
        {
            var dollar = template.IndexOf('$');
            if (dollar < 0)
                return output.Append(template).ToString();

            output.Append(template[..dollar]);
            template = template[(dollar + 1)..];
            if (template.StartsWith('$'))
            {
                output.Append('$');
                template = template[1..];
            }
            else if (TryTakeName(ref template, out var name))
            {
                output.Append(match.Groups[name].ValueSpan);
            }
            else
            {
                output.Append('$');
            }
        }
    }

    private static bool TryTakeName(ref ReadOnlySpan<char> template, out string name)
    {
        var isBraced = template.StartsWith('{');
        var rest = isBraced ? template[1..] : template;
        var length = 0;
        while (length < rest.Length && (char.IsLetterOrDigit(rest[length]) || rest[length] == '_'))
            length++;

        name = rest[..length].ToString();
        if (length == 0 || (isBraced && !rest[length..].StartsWith('}')))
            return false;

        template = rest[(isBraced ? length + 1 : length)..];
        return true;
    }
}
