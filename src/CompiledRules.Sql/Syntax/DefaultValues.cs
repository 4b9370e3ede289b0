using System.Globalization;

namespace CompiledRules.Sql.Syntax;

/// <summary>Converts the literal after <c>DEFAULT</c> to the type of its column.</summary>
internal static class DefaultValues
{
    public static bool AreKnownFor(SimpleType type) =>
        type is SimpleType.Bigint or SimpleType.Float or SimpleType.String or SimpleType.Boolean;

    /// <summary>The converted value, or null where the literal says no value of the type.</summary>
    public static object? Convert(object? value, SimpleType type) => type switch
    {
        SimpleType.Bigint => ToBigint(value),
        SimpleType.Float => ToFloat(value),
        SimpleType.Boolean => ToBoolean(value),
        SimpleType.String => value switch
        {
            bool flag => flag ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value,
        },
        _ => null,
    };

    private static object? ToBigint(object? value) => value switch
    {
        long => value,
        double number when number is >= long.MinValue and < long.MaxValue => (long)number,
        bool flag => flag ? 1L : 0L,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => null,
    };

    private static object? ToFloat(object? value) => value switch
    {
        double => value,
        long number => (double)number,
        bool flag => flag ? 1.0 : 0.0,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => null,
    };

    private static object? ToBoolean(object? value) => value switch
    {
        bool => value,
        long number => number != 0,
        double number => number != 0,
        "1" or "t" or "T" or "TRUE" or "true" or "True" => true,
        "0" or "f" or "F" or "FALSE" or "false" or "False" => false,
        _ => null,
    };
}
