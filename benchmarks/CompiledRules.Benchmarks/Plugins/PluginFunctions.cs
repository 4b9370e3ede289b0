namespace CompiledRules.Benchmarks.Plugins;

/// <summary>What a plugin declares. The assembly of the benchmarks is loaded a second time, as a plugin.</summary>
public static class PluginFunctions
{
    /// <summary>So little that its call would show.</summary>
    [SqlFunction("corrected")]
    public static double Corrected(double celsius) => celsius * 1.02 - 0.5;
}
