using System.Globalization;
using CompiledRules.Sql.Assembling;
using CompiledRules.Sql.Emit;
using CompiledRules.Sql.Scripts;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Generators.Scripts;

/// <summary>Writes the rules of a script between the connectors that it names.</summary>
internal static class ScriptSettingsWriter
{
    private const string Hosting = "global::CompiledRules.Hosting.";
    private const string Pair = "global::System.Collections.Generic.KeyValuePair<string, global::CompiledRules.SqlValue>";

    public static void Write(ScriptCompilation script, IReadOnlyList<(ScriptRule Rule, AssembledRule Code)> rules, CSharpWriter writer)
    {
        writer.Line("/// <summary>The rules between their connectors, in the order of the script.</summary>");
        writer.Line($"public static global::System.Collections.Generic.IReadOnlyList<{Hosting}RuleSettings> Settings => new {Hosting}RuleSettings[]");
        writer.Line("{");
        using (writer.Indent())
        {
            foreach (var (rule, code) in rules)
                Rule(script, rule, code, writer);
        }

        writer.Line("};");
        foreach (var stream in script.Streams)
            Stream(stream, writer);
    }

    private static void Rule(ScriptCompilation script, ScriptRule rule, AssembledRule code, CSharpWriter writer)
    {
        var streams = code.Rule.Inputs.Items.Select(static shape => FieldOf(shape.Source.Stream));
        var lookups = script.Streams.Items.Where(static stream => stream.Kind == StreamKind.LookupTable).Select(FieldOf).ToList();
        writer.Line($"new {Hosting}RuleSettings(");
        using (writer.Indent())
        {
            writer.Line($"{CSharpText.Quote(rule.Name)},");
            writer.Line($"{ScriptNames.Pascal(rule.Name)}Program,");
            writer.Line($"new {Hosting}StreamSettings[] {{ {string.Join(", ", streams)} }},");
            writer.Line($"new {Hosting}SinkSettings[]");
            writer.Line("{");
            using (writer.Indent())
            {
                foreach (var name in rule.Sinks)
                    Sink(script.Sinks.Items.First(sink => sink.Name == name), rule, writer);
            }

            writer.Line("},");
            writer.Line($"new {Hosting}RunningRuleOptions {{ {RunOptions(rule)} }})");
            writer.Line(lookups.Count == 0 ? "{ }," : $"{{ Lookups = new {Hosting}StreamSettings[] {{ {string.Join(", ", lookups)} }} }},");
        }
    }

    private static void Sink(SinkSymbol sink, ScriptRule rule, CSharpWriter writer)
    {
        var type = sink.Options.LastOrDefault(static option => option.Name.Equals("TYPE", StringComparison.OrdinalIgnoreCase))?.Value;
        writer.Line($"new {Hosting}SinkSettings({CSharpText.Quote(sink.Name)}, {CSharpText.Quote(Convert.ToString(type, CultureInfo.InvariantCulture) is { Length: > 0 } name ? name : "mqtt")}, new {Pair}[]");
        Options(sink.Options.Concat(rule.SinkOptions).Select(static option => (option.Name, option.Value)), "}),", writer);
    }

    private static string RunOptions(ScriptRule rule)
    {
        var parts = new List<string>();
        foreach (var option in rule.RunOptions)
        {
            if (option is { Name: "bufferLength", Value: long length })
                parts.Add($"BufferLength = {length.ToString(CultureInfo.InvariantCulture)}");
            if (option is { Name: "timezone", Value: string zone })
                parts.Add($"Zone = global::System.TimeZoneInfo.FindSystemTimeZoneById({CSharpText.Quote(zone)})");
        }

        if (rule.Options.SendError)
            parts.Add("SendError = true");
        return string.Join(", ", parts);
    }

    private static void Stream(StreamSymbol stream, CSharpWriter writer)
    {
        var type = stream.Option("TYPE") ?? (stream.Kind == StreamKind.ScanTable ? "file" : "mqtt");
        writer.Line();
        writer.Line($"private static readonly {Hosting}StreamSettings {FieldOf(stream)} = new {Hosting}StreamSettings({CSharpText.Quote(stream.Name)}, {CSharpText.Quote(type)}, new {Pair}[]");
        Options(stream.Options.Select(static option => (option.Name, (object?)option.Value)), "},", writer);
        using (writer.Indent())
        {
            var format = stream.Option("TIMESTAMP_FORMAT") is { } pattern ? $" {{ TimestampFormat = {CSharpText.Quote(pattern)} }}" : "";
            writer.Line($"new global::CompiledRules.RowSchema({Columns(stream.Columns.Items)}, {CSharpText.Literal(stream.IsStrict)}){format});");
        }
    }

    private static void Options(IEnumerable<(string Name, object? Value)> options, string end, CSharpWriter writer)
    {
        writer.Line("{");
        using (writer.Indent())
        {
            foreach (var (name, value) in options)
                writer.Line($"new {Pair}({CSharpText.Quote(name)}, {Value(value)}),");
        }

        writer.Line(end);
    }

    private static string Columns(IEnumerable<ColumnSymbol> columns)
    {
        const string definition = "global::CompiledRules.ColumnDefinition";
        var items = columns.Select(static column => $"new {definition}({CSharpText.Quote(column.Name)}, {TypeOf(column.Type)}{(column.Default is null ? "" : $", {Value(column.Default)}")})").ToList();
        return items.Count == 0 ? $"global::System.Collections.Immutable.ImmutableArray<{definition}>.Empty" : $"global::System.Collections.Immutable.ImmutableArray.Create({string.Join(", ", items)})";
    }

    private static string TypeOf(SqlType type)
    {
        const string types = "global::CompiledRules.ColumnType";
        return type.Kind switch
        {
            SqlTypeKind.BigInt => types + ".Bigint",
            SqlTypeKind.Float => types + ".Float",
            SqlTypeKind.String => types + ".String",
            SqlTypeKind.DateTime => types + ".DateTime",
            SqlTypeKind.Boolean => types + ".Boolean",
            SqlTypeKind.Bytea => types + ".Bytea",
            SqlTypeKind.Array => $"new {types}.Array({TypeOf(type.Element!)})",
            SqlTypeKind.Struct => $"new {types}.Struct({Columns(type.Fields.Items)})",
            _ => throw new InvalidOperationException($"No column is declared as {type}"),
        };
    }

    private static string Value(object? value) => value is null ? "global::CompiledRules.SqlValue.Null" : $"global::CompiledRules.SqlValue.From({CSharpText.Literal(value)})";

    private static string FieldOf(StreamSymbol stream) => "s_" + ScriptNames.Camel(stream.Name) + "Stream";
}
