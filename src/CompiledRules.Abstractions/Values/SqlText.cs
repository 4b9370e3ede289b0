using System.Globalization;
using System.Text;

namespace CompiledRules;

/// <summary>The text forms of values.</summary>
public static class SqlText
{
    /// <summary>What string functions see: null is empty, floats have their shortest form (<c>1e+06</c>), arrays are <c>[1 a]</c>, objects <c>map[a:2 b:1]</c> with sorted names.</summary>
    public static string ToText(SqlValue value) => value.Kind switch
    {
        SqlKind.Missing or SqlKind.Null => "",
        SqlKind.String => value.AsString(),
        SqlKind.Boolean => value.AsBoolean() ? "true" : "false",
        SqlKind.Integer => value.AsInteger().ToString(CultureInfo.InvariantCulture),
        SqlKind.Float => Format(value.AsFloat()),
        SqlKind.Bytes => Encoding.UTF8.GetString(value.AsBytes()),
        SqlKind.DateTime => FormatTime(value.AsTime()),
        _ => AppendNested(new StringBuilder(), value).ToString(),
    };

    /// <summary>The shortest digits that read back as the same number, with an exponent below 1e-4 and from 1e6 on: <c>100000</c>, <c>1e+06</c>, <c>1.5e-05</c>.</summary>
    public static string Format(double value)
    {
        Span<byte> buffer = stackalloc byte[FloatText.MaxLength];
        return Encoding.ASCII.GetString(buffer[..FloatText.FormatShortest(value, buffer)]);
    }

    /// <summary>The shortest digits that read back as the same number, never with an exponent: <c>1000000</c>.</summary>
    public static string FormatPlain(double value)
    {
        Span<byte> buffer = stackalloc byte[FloatText.MaxLength];
        return Encoding.ASCII.GetString(buffer[..FloatText.FormatPlain(value, buffer)]);
    }

    /// <summary>A kind as SQL calls it: <c>bigint</c>, <c>struct</c>.</summary>
    public static string NameOf(SqlKind kind) => kind switch
    {
        SqlKind.Missing or SqlKind.Null => "null",
        SqlKind.Boolean => "boolean",
        SqlKind.Integer => "bigint",
        SqlKind.Float => "float",
        SqlKind.String => "string",
        SqlKind.Bytes => "bytea",
        SqlKind.DateTime => "datetime",
        SqlKind.Array => "array",
        _ => "struct",
    };

    /// <summary>Kind and value for an error message: <c>string(abc)</c>; long values are cut.</summary>
    public static string Describe(SqlValue value)
    {
        const int Longest = 100;
        if (value.IsNull)
            return "null";

        var text = ToText(value);
        return $"{NameOf(value.Kind)}({(text.Length > Longest ? text[..Longest] + "…" : text)})";
    }

    private static StringBuilder AppendNested(StringBuilder text, SqlValue value) => value.Kind switch
    {
        SqlKind.Missing or SqlKind.Null => text.Append("<nil>"),
        SqlKind.Array => AppendArray(text, value.AsArray()),
        SqlKind.Object => AppendObject(text, value.AsObject()),
        SqlKind.Bytes => text.Append('[').AppendJoin(' ', value.AsBytes()).Append(']'),
        _ => text.Append(ToText(value)),
    };

    private static StringBuilder AppendArray(StringBuilder text, SqlArray array)
    {
        text.Append('[');
        for (var i = 0; i < array.Count; i++)
            AppendNested(i == 0 ? text : text.Append(' '), array[i]);
        return text.Append(']');
    }

    private static StringBuilder AppendObject(StringBuilder text, SqlObject value)
    {
        text.Append("map[");
        var names = value.Names.ToArray();
        Array.Sort(names, Utf8Order.Comparer);
        for (var i = 0; i < names.Length; i++)
            AppendNested((i == 0 ? text : text.Append(' ')).Append(names[i]).Append(':'), value[names[i]]);
        return text.Append(']');
    }

    private static string FormatTime(SqlTime time)
    {
        var local = time.Local;
        var offset = local.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"{local:yyyy-MM-dd HH:mm:ss.FFFFFFF} {offset} {ZoneAbbreviation.Of(time.Zone, local)}");
    }
}
