using CompiledRules.Native;
using CompiledRules.Native.Loading;
using CompiledRules.Plugins;

namespace CompiledRules.Cli.Plugins;

/// <summary>What a plugin declares, for people.</summary>
internal static class PluginText
{
    public static string Line(NativePlugin plugin) =>
        $"{Name(plugin)}: {string.Join(", ", Counts(plugin.Manifest))}";

    public static void Write(NativePlugin plugin, TextWriter output)
    {
        output.WriteLine($"{Name(plugin)}, built against {PluginContract.AssemblyName} {plugin.Manifest.Contract}; this host has {PluginContract.Host.ToString(3)}");
        foreach (var function in plugin.Manifest.Functions)
        {
            foreach (var overload in function.Overloads)
                output.WriteLine($"  {FormOf(function, overload)} {function.Name}({Parameters(overload)}) → {Text(overload.Result)}");
            WriteSummary(function.Summary, output);
        }

        Write("source", plugin.Manifest.Sources, static source => source.Columns.IsEmpty ? "" : $" of {string.Join(", ", source.Columns.Select(static column => $"{column.Name} {Text(column.Kind)}"))}", output);
        Write("sink", plugin.Manifest.Sinks, static _ => "", output);
        Write("lookup table", plugin.Manifest.Lookups, static _ => "", output);
    }

    private static void Write<T>(string kind, IEnumerable<T> connectors, Func<T, string> rows, TextWriter output)
        where T : ConnectorDeclaration
    {
        foreach (var connector in connectors)
        {
            output.WriteLine($"  {kind} {connector.Name}{rows(connector)}");
            WriteSummary(connector.Summary, output);
            foreach (var option in connector.Options)
                output.WriteLine($"    option {option.Name} ({option.Type}{(option.IsRequired ? ", required" : option.Default is { } value ? $", {value} if left out" : "")}){(option.Summary.Length > 0 ? ": " + option.Summary : "")}");
        }
    }

    private static void WriteSummary(string summary, TextWriter output)
    {
        if (summary.Length > 0)
            output.WriteLine($"    {summary}");
    }

    private static string Name(NativePlugin plugin) => plugin.Package.Version.Length == 0 ? plugin.Name : $"{plugin.Name} {plugin.Package.Version}";

    private static IEnumerable<string> Counts(PluginManifest manifest)
    {
        if (!manifest.Functions.IsEmpty)
            yield return $"functions {string.Join(", ", manifest.Functions.Select(static function => function.Name))}";
        if (!manifest.Sources.IsEmpty)
            yield return $"sources {string.Join(", ", manifest.Sources.Select(static source => source.Name))}";
        if (!manifest.Sinks.IsEmpty)
            yield return $"sinks {string.Join(", ", manifest.Sinks.Select(static sink => sink.Name))}";
        if (!manifest.Lookups.IsEmpty)
            yield return $"lookup tables {string.Join(", ", manifest.Lookups.Select(static lookup => lookup.Name))}";
    }

    private static string FormOf(FunctionDeclaration function, OverloadDeclaration overload) => function.Form switch
    {
        FunctionForm.Scalar => overload.IsAsync ? "asynchronous function" : "function",
        FunctionForm.Aggregate => "aggregate",
        FunctionForm.Table => "table function",
        FunctionForm.Columns => "function of several columns",
        FunctionForm.Analytic => "analytic function",
        FunctionForm.Window => "window function",
        _ => "hit function",
    };

    private static string Parameters(OverloadDeclaration overload) => string.Join(", ", overload.Parameters.Select((parameter, index) =>
        overload.IsVariadic && index == overload.Parameters.Length - 1 ? $"{parameter.Name}…"
        : parameter.IsOptional ? $"[{parameter.Name} {Text(parameter.Kind)}]"
        : $"{parameter.Name} {Text(parameter.Kind)}"));

    private static string Text(SqlKind? kind) => kind switch
    {
        SqlKind.Integer => "bigint",
        SqlKind.Object => "struct",
        SqlKind.Bytes => "bytea",
        { } known => known.ToString().ToLowerInvariant(),
        null => "any",
    };
}
