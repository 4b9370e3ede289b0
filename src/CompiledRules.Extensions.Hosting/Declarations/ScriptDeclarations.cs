using System.Globalization;
using CompiledRules.Hosting;
using CompiledRules.Sql.Scripts;

namespace CompiledRules.Extensions.Hosting.Declarations;

/// <summary>Sinks and rules as a script declares them, in the form in which they are run.</summary>
public static class ScriptDeclarations
{
    public static SinkSettings ToSettings(SinkSymbol sink) => new(sink.Name, TypeOf(sink.Options), [.. sink.Options.Select(ToPair)]);

    /// <param name="sink">One of the sinks that <paramref name="rule"/> names; the rule's options of the output replace the sink's.</param>
    public static SinkSettings ToSettings(SinkSymbol sink, ScriptRule rule) =>
        new(sink.Name, TypeOf(sink.Options), [.. sink.Options.Concat(rule.SinkOptions).Select(ToPair)]);

    /// <exception cref="OptionException">An option has a value that cannot be used.</exception>
    public static RunningRuleOptions RunOptionsOf(ScriptRule rule)
    {
        var options = new ConnectorOptions($"rule {rule.Name}", rule.RunOptions.Select(ToPair));
        return new RunningRuleOptions
        {
            BufferLength = (int)options.GetInteger("bufferLength", 1024, 1, int.MaxValue),
            SendError = rule.Options.SendError,
            Zone = ZoneOf(options),
        };
    }

    private static TimeZoneInfo ZoneOf(ConnectorOptions options)
    {
        if (options.GetStringOrNull("timezone") is not { } name)
            return TimeZoneInfo.Local;

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw options.Error("timezone", $"found \"{name}\"; expected a zone such as \"UTC\" or \"Europe/Berlin\"");
    }

    private static string TypeOf(IEnumerable<ScriptOption> options) =>
        options.LastOrDefault(static option => option.Name.Equals("TYPE", StringComparison.OrdinalIgnoreCase))?.Value is { } type
            ? Convert.ToString(type, CultureInfo.InvariantCulture)!
            : "mqtt";

    private static KeyValuePair<string, SqlValue> ToPair(ScriptOption option) => KeyValuePair.Create(option.Name, ToValue(option.Value));

    private static SqlValue ToValue(object? value) => value switch
    {
        null => SqlValue.Null,
        bool flag => flag,
        long number => number,
        double number => number,
        string text => text,
        _ => throw new InvalidOperationException($"No literal is a {value.GetType().Name}"),
    };
}
