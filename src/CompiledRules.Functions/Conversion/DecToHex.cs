using System.Globalization;

namespace CompiledRules.Functions.Conversion;

public static partial class ConversionFunctions
{
    /// <summary>Lower-case digits behind <c>0x</c>; the minus sign of a negative number stands between the two.</summary>
    [SqlFunction("dec2hex", GuardsEmpty = true)]
    public static string DecToHex([SqlParameter(Coercion = Coercion.Strict)] long number) => number < 0
        ? string.Create(CultureInfo.InvariantCulture, $"0x-{unchecked((ulong)-number):x}")
        : string.Create(CultureInfo.InvariantCulture, $"0x{number:x}");
}
