using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CompiledRules.Formats.Templates;

internal sealed partial class TemplateFunctions
{
    private void AddText()
    {
        Add("print", static a => string.Concat(a.Select(TextOf)));
        Add("println", static a => string.Join(' ', a.Select(TextOf)) + "\n");
        Add("printf", static a => Format(Text(a[0]), a.AsSpan(1)));
        Add("toString", static a => Text(a[0]));
        Add("upper", static a => Text(a[0]).ToUpperInvariant());
        Add("lower", static a => Text(a[0]).ToLowerInvariant());
        Add("title", static a => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(Text(a[0])));
        Add("trim", static a => Text(a[0]).Trim());
        Add("trimAll", static a => Text(a[1]).Trim(Text(a[0]).ToCharArray()));
        Add("trimPrefix", static a => Text(a[1]) is var text && text.StartsWith(Text(a[0]), StringComparison.Ordinal) ? text[Text(a[0]).Length..] : text);
        Add("trimSuffix", static a => Text(a[1]) is var text && text.EndsWith(Text(a[0]), StringComparison.Ordinal) ? text[..^Text(a[0]).Length] : text);
        Add("replace", static a => Text(a[0]).Length == 0 ? Text(a[2]) : Text(a[2]).Replace(Text(a[0]), Text(a[1]), StringComparison.Ordinal));
        Add("contains", static a => Text(a[1]).Contains(Text(a[0]), StringComparison.Ordinal));
        Add("hasPrefix", static a => Text(a[1]).StartsWith(Text(a[0]), StringComparison.Ordinal));
        Add("hasSuffix", static a => Text(a[1]).EndsWith(Text(a[0]), StringComparison.Ordinal));
        Add("repeat", static a => new StringBuilder().Insert(0, Text(a[1]), (int)Integer(a[0])).ToString());
        Add("substr", static a => Substring(Text(a[2]), (int)Integer(a[0]), (int)Integer(a[1])));
        Add("trunc", static a => Substring(Text(a[1]), 0, (int)Integer(a[0])));
        Add("nospace", static a => string.Concat(Text(a[0]).Where(static character => !char.IsWhiteSpace(character))));
        Add("quote", static a => string.Join(' ', a.Where(static value => !value.IsNull).Select(static value => Quote(Text(value)))));
        Add("squote", static a => string.Join(' ', a.Where(static value => !value.IsNull).Select(static value => $"'{Text(value)}'")));
        Add("cat", static a => string.Join(' ', a.Where(static value => !value.IsNull).Select(Text)));
        Add("indent", static a => Indent(a));
        Add("nindent", static a => "\n" + Indent(a));
        Add("join", static a => string.Join(Text(a[0]), a[1].AsArray().Select(Text)));
        Add("splitList", static a => new SqlArray([.. Text(a[1]).Split(Text(a[0])).Select(static part => (SqlValue)part)]));
        Add("regexMatch", static a => Regex.IsMatch(Text(a[1]), Text(a[0]), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));
        Add("html", static a => System.Net.WebUtility.HtmlEncode(string.Concat(a.Select(Text))));
        Add("urlquery", static a => System.Net.WebUtility.UrlEncode(string.Concat(a.Select(Text))));
    }

    private static string Substring(string text, int start, int end)
    {
        start = Math.Clamp(start, 0, text.Length);
        return end < start || end > text.Length ? text[start..] : text[start..end];
    }

    private static string Quote(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal) + "\"";

    private static string Indent(SqlValue[] arguments)
    {
        var indent = new string(' ', (int)Integer(arguments[0]));
        return indent + Text(arguments[1]).Replace("\n", "\n" + indent, StringComparison.Ordinal);
    }

    /// <summary>The verbs of Go's <c>fmt</c> that make sense for values: %v %s %d %f %e %g %t %q %x %%, with width, precision and the flags - and 0.</summary>
    private static string Format(string format, ReadOnlySpan<SqlValue> arguments)
    {
        var output = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                output.Append(format[i]);
                continue;
            }

            var start = ++i;
            while (i < format.Length - 1 && (char.IsAsciiDigit(format[i]) || format[i] is '-' or '+' or '.' or ' ' or '#'))
                i++;

            if (format[i] == '%')
                output.Append('%');
            else if (next < arguments.Length)
                output.Append(Verb(format[i], format[start..i], arguments[next++]));
            else
                output.Append(CultureInfo.InvariantCulture, $"%!{format[i]}(MISSING)");
        }

        return output.ToString();
    }

    private static string Verb(char verb, string flags, SqlValue value)
    {
        var dot = flags.IndexOf('.', StringComparison.Ordinal);
        int? precision = dot < 0 ? null : int.TryParse(flags[(dot + 1)..], CultureInfo.InvariantCulture, out var digits) ? digits : 0;
        var width = (dot < 0 ? flags : flags[..dot]).TrimStart('-', '+', ' ', '#');
        var text = verb switch
        {
            'f' => Number(value).ToString("F" + (precision ?? 6), CultureInfo.InvariantCulture),
            'e' => Number(value).ToString((precision ?? 6) == 0 ? "0e+00" : "0." + new string('0', precision ?? 6) + "e+00", CultureInfo.InvariantCulture),
            'd' => Integer(value).ToString(CultureInfo.InvariantCulture),
            'x' => value.IsString ? Convert.ToHexStringLower(Encoding.UTF8.GetBytes(value.AsString())) : Integer(value).ToString("x", CultureInfo.InvariantCulture),
            'q' => Quote(Text(value)),
            's' when precision is { } most => Substring(Text(value), 0, most),
            _ => TextOf(value),
        };

        if (!int.TryParse(width, CultureInfo.InvariantCulture, out var least))
            return text;
        return flags.StartsWith('-') ? text.PadRight(least) : text.PadLeft(least, width.StartsWith('0') ? '0' : ' ');
    }
}
