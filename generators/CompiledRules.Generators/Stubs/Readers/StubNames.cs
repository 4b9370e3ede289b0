using System.Text;

namespace CompiledRules.Generators.Stubs.Readers;

/// <summary>Names of schemas and functions as C# has them.</summary>
internal static class StubNames
{
    /// <summary><c>cs_meter.count</c> becomes <c>CsMeterCount</c>.</summary>
    public static string Pascal(string name)
    {
        var text = new StringBuilder();
        var isFirst = true;
        foreach (var letter in name)
        {
            if (!char.IsLetterOrDigit(letter))
            {
                isFirst = true;
                continue;
            }

            text.Append(isFirst ? char.ToUpperInvariant(letter) : letter);
            isFirst = false;
        }

        return text.Length == 0 || char.IsDigit(text[0]) ? "_" + text : text.ToString();
    }

    /// <summary>As a parameter is called.</summary>
    public static string Camel(string name)
    {
        var pascal = Pascal(name);
        return char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
    }

    /// <summary>The method of a function: <c>cs_meter</c> becomes <c>CsMeterAsync</c>.</summary>
    public static string Method(string function, HashSet<string> taken) => Unique(Pascal(function) + "Async", taken);

    /// <summary><paramref name="name"/>, or with a number behind it where it is taken; then it is taken.</summary>
    public static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var i = 2; !taken.Add(unique); i++)
            unique = name + i;
        return unique;
    }
}
