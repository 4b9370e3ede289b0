using CompiledRules;

namespace PluginName;

public static class Functions
{
    /// <summary>A temperature in degrees Fahrenheit.</summary>
    [SqlFunction("fahrenheit")]
    public static double Fahrenheit(double celsius) => celsius * 9 / 5 + 32;
}
