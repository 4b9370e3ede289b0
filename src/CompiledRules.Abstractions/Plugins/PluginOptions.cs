namespace CompiledRules.Plugins;

/// <summary>What generated adapters do with options beyond what <see cref="ConnectorOptions"/> reads.</summary>
public static class PluginOptions
{
    /// <exception cref="OptionException">The option is not given.</exception>
    public static ConnectorOptions Require(ConnectorOptions options, string name, string purpose) =>
        options.Has(name) ? options : throw options.Error(name, purpose.Length == 0 ? "it is required" : $"it is required: {purpose}");

    /// <param name="minimum">Inclusive, in milliseconds; so is <paramref name="maximum"/>.</param>
    public static TimeSpan Duration(ConnectorOptions options, string name, long minimum, long maximum)
    {
        var duration = options.GetDuration(name, TimeSpan.Zero);
        var milliseconds = duration.TotalMilliseconds;
        return milliseconds >= minimum && milliseconds <= maximum ? duration : throw OutOfRange(options, name, minimum, maximum, " ms");
    }

    /// <param name="minimum">Inclusive; so is <paramref name="maximum"/>.</param>
    public static double Float(ConnectorOptions options, string name, long minimum, long maximum)
    {
        var number = options.GetFloat(name, 0);
        return (minimum == long.MinValue || number >= minimum) && (maximum == long.MaxValue || number <= maximum)
            ? number
            : throw OutOfRange(options, name, minimum, maximum, "");
    }

    /// <summary>Asks a connector that knows more about its options than each of them tells.</summary>
    /// <returns>The connector.</returns>
    public static T Validated<T>(T connector, ConnectorOptions options)
    {
        (connector as IValidatedOptions)?.Validate(options);
        return connector;
    }

    private static OptionException OutOfRange(ConnectorOptions options, string name, long minimum, long maximum, string unit) => options.Error(
        name,
        $"found {options.GetString(name, "")}; expected "
        + (minimum == long.MinValue ? $"at most {maximum}{unit}" : maximum == long.MaxValue ? $"at least {minimum}{unit}" : $"from {minimum} to {maximum}{unit}"));
}
