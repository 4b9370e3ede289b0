using System.Globalization;
using System.Text;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Sql.Emit;

/// <summary>Names and literals as C# writes them, the same under every culture.</summary>
public static class CSharpText
{
    // Words that a member of a row may be called, written with @ in front.
    private static readonly HashSet<string> s_keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do",
        "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int",
        "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public",
        "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try",
        "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    private static readonly Dictionary<string, string> s_aliases = new()
    {
        ["System.Boolean"] = "bool",
        ["System.Byte"] = "byte",
        ["System.SByte"] = "sbyte",
        ["System.Int16"] = "short",
        ["System.UInt16"] = "ushort",
        ["System.Int32"] = "int",
        ["System.UInt32"] = "uint",
        ["System.Int64"] = "long",
        ["System.Single"] = "float",
        ["System.Double"] = "double",
        ["System.String"] = "string",
    };

    public static string Identifier(string name) => s_keywords.Contains(name) ? "@" + name : name;

    /// <summary>A full type name as lowered code holds it, safe from anything else of that name: <c>global::System.Func&lt;long, global::My.Row&gt;</c>.</summary>
    public static string TypeName(string name)
    {
        var text = new StringBuilder();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i < name.Length && name[i] is not ('<' or '>' or ',' or ' ' or '[' or ']' or '?'))
                continue;

            text.Append(Part(name.Substring(start, i - start)));
            if (i < name.Length)
                text.Append(name[i]);
            start = i + 1;
        }

        return text.ToString();
    }

    public static string TypeName(LoweredType type)
    {
        var name = type.Kind switch
        {
            LoweredKind.Void => "void",
            LoweredKind.Boolean => "bool",
            LoweredKind.Int64 => "long",
            LoweredKind.Float64 => "double",
            LoweredKind.String => "string",
            LoweredKind.Bytes => "byte[]",
            LoweredKind.Time => "global::CompiledRules.SqlTime",
            LoweredKind.Array => "global::CompiledRules.SqlArray",
            LoweredKind.Object => "global::CompiledRules.SqlObject",
            LoweredKind.Value => "global::CompiledRules.SqlValue",
            _ => TypeName(type.Name!),
        };
        return type.IsNullable && type.Kind != LoweredKind.Value ? name + "?" : name;
    }

    public static string Literal(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        long number => Signed(number.ToString(CultureInfo.InvariantCulture) + "L"),
        int number => Signed(number.ToString(CultureInfo.InvariantCulture)),
        double number => Literal(number),
        string text => Quote(text),
        _ => throw new InvalidOperationException($"No C# literal for {value.GetType().Name}"),
    };

    /// <summary>A regular string literal; everything outside printable ASCII is escaped.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                >= ' ' and <= '~' => letter.ToString(),
                _ => "\\u" + ((int)letter).ToString("x4", CultureInfo.InvariantCulture),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static string Literal(double number) =>
        double.IsNaN(number) ? "double.NaN"
        : double.IsPositiveInfinity(number) ? "double.PositiveInfinity"
        : double.IsNegativeInfinity(number) ? "double.NegativeInfinity"
        : Signed(number.ToString("R", CultureInfo.InvariantCulture) + "D");

    private static string Signed(string literal) => literal[0] == '-' ? $"({literal})" : literal;

    private static string Part(string name) =>
        name.Length == 0 ? ""
        : s_aliases.TryGetValue(name, out var alias) ? alias
        : name.Contains('.') ? "global::" + string.Join(".", name.Replace('+', '.').Split('.').Select(Identifier))
        : s_keywords.Contains(name) ? name
        : "global::" + name;
}
