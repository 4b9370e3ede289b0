using System.Globalization;
using CompiledRules.Generators.Model;
using CompiledRules.Sql.Emit;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Generators.Writers;

/// <summary>Writes the declaration of one connector and how it is made of its options.</summary>
internal static class PluginConnectorWriter
{
    private const string Options = "ConnectorOptions options";
    private const string Context = "ConnectorContext context";

    public static string Write(PluginConnectorSpec connector, PluginAssemblySpec assembly)
    {
        var writer = PluginNames.Begin(assembly, out var end);
        using (end)
        {
            var name = PluginNames.Connector(connector.Kind, connector.Name);
            Declaration(writer, connector, name);
            Create(writer, connector, name);
            if (connector.Form == ConnectorForm.Typed)
                Columns(writer, connector, name);
            foreach (var option in connector.Options.Where(IsSetLater))
                Setter(writer, connector, option, name);
        }

        return writer.ToString();
    }

    private static void Declaration(CSharpWriter writer, PluginConnectorSpec connector, string name)
    {
        writer.Line($"public static {PluginNames.Plugins}{connector.Kind}Declaration {name}() => new(");
        using (writer.Indent())
        {
            writer.Line($"{CSharpText.Quote(connector.Name)},");
            writer.Line("[");
            using (writer.Indent())
            {
                foreach (var option in connector.Options)
                    Option(writer, option);
                if (connector.PullInterval is { } interval)
                    writer.Line($"new(\"interval\", \"duration\") {{ Summary = \"The time between two pulls; 0 pulls once.\", Default = \"{Number(interval)}ms\" }},");
            }

            writer.Line("],");
            writer.Line($"Create{name})");
        }

        writer.Line("{");
        using (writer.Indent())
        {
            if (connector.Summary.Length > 0)
                writer.Line($"Summary = {CSharpText.Quote(connector.Summary)},");
            if (connector.Form == ConnectorForm.Typed)
                writer.Line($"Columns = [{string.Join(", ", connector.Columns.Select(static column => $"new({CSharpText.Quote(NameOf(column))}, {PluginNames.KindOrNull(column.Type)}) {{ IsNullable = {(column.IsNullable ? "true" : "false")} }}"))}],");
        }

        writer.Line("};");
    }

    private static void Option(CSharpWriter writer, PluginOptionSpec option)
    {
        var settings = new List<string>();
        if (option.Summary.Length > 0)
            settings.Add($"Summary = {CSharpText.Quote(option.Summary)}");
        if (option.IsRequired)
            settings.Add("IsRequired = true");
        if (option.Default is { } value)
            settings.Add($"Default = {CSharpText.Quote(value)}");
        writer.Line($"new({CSharpText.Quote(option.Name)}, {CSharpText.Quote(Words(option))}){(settings.Count == 0 ? "" : $" {{ {string.Join(", ", settings)} }}")},");
    }

    private static string Words(PluginOptionSpec option) => option.Kind switch
    {
        OptionKind.Text => "text",
        OptionKind.Boolean => "true or false",
        OptionKind.Int32 or OptionKind.Int64 => "whole number",
        OptionKind.Float => "number",
        OptionKind.Duration => "duration",
        OptionKind.Choice => $"one of {string.Join(", ", option.Choices)}",
        OptionKind.Texts => "list of texts",
        OptionKind.Object => "object",
        _ => "array",
    };

    private static void Create(CSharpWriter writer, PluginConnectorSpec connector, string name)
    {
        var result = connector.Kind == ConnectorKind.Lookup ? "ILookup" : $"{connector.Kind}Connector";
        writer.Line();
        using (writer.Block($"private static {result} Create{name}({Options}, {Context})"))
        {
            var required = connector.Options.Where(static option => option.IsRequired).ToList();
            writer.Line($"var connector = new {CSharpText.TypeName(connector.Type)}({(connector.TakesContext ? "context" : "")}){(required.Count == 0 ? ";" : "")}");
            if (required.Count > 0)
            {
                writer.Line("{");
                using (writer.Indent())
                {
                    foreach (var option in required)
                        writer.Line($"{CSharpText.Identifier(option.Property)} = {Read(option, $"{PluginNames.Plugins}PluginOptions.Require(options, {CSharpText.Quote(option.Name)}, {CSharpText.Quote(option.Summary)})")},");
                }

                writer.Line("};");
            }

            foreach (var option in connector.Options.Where(static option => !option.IsRequired))
            {
                writer.Line($"if (options.Has({CSharpText.Quote(option.Name)}))");
                writer.Line(option.IsInit
                    ? $"    Set{name}_{option.Property}(connector, {Read(option, "options")});"
                    : $"    connector.{CSharpText.Identifier(option.Property)} = {Read(option, "options")};");
            }

            writer.Line($"{PluginNames.Plugins}PluginOptions.Validated(connector, options);");
            writer.Line($"return {Wrapped(connector, name)};");
        }
    }

    private static string Wrapped(PluginConnectorSpec connector, string name)
    {
        var inner = "connector";
        if (connector.PullInterval is { } interval)
        {
            var pause = $"options.GetDuration(\"interval\", global::System.TimeSpan.FromMilliseconds({Number(interval)}D))";
            inner = $"{PluginNames.Plugins}PluginSources.Pull({inner}, {pause}, context.Time)";
        }

        return (connector.Kind, connector.Form) switch
        {
            (ConnectorKind.Source, ConnectorForm.Bytes) => $"new SourceConnector.Messages({inner})",
            (ConnectorKind.Source, ConnectorForm.Rows) => $"new SourceConnector.Rows({inner})",
            (ConnectorKind.Source, _) => $"new SourceConnector.Rows({PluginNames.Plugins}PluginSources.Map({inner}, static row => {name}_Columns(row)))",
            (ConnectorKind.Sink, ConnectorForm.Bytes) => $"new SinkConnector.Encoded({inner})",
            (ConnectorKind.Sink, _) => $"new SinkConnector.Values({inner})",
            _ => inner,
        };
    }

    private static void Columns(CSharpWriter writer, PluginConnectorSpec connector, string name)
    {
        writer.Line();
        writer.Line($"private static readonly string[] s_{name}_names = [{string.Join(", ", connector.Columns.Select(static column => CSharpText.Quote(NameOf(column))))}];");
        writer.Line();
        writer.Line($"private static SqlObject {name}_Columns({CSharpText.TypeName(connector.RowType)} row) => SqlObject.FromArrays(");
        writer.Line($"    s_{name}_names,");
        writer.Line($"    [{string.Join(", ", connector.Columns.Select(static column => ValueOf(column, $"row.{CSharpText.Identifier(column.Member!)}")))}]);");
    }

    private static string ValueOf(ColumnSymbol column, string member) => (column.ClrType, column.IsNullable) switch
    {
        (null, _) => column.Type.Kind == SqlTypeKind.Any ? member : $"{PluginNames.Value}.From({member})",
        ("System.DateTimeOffset", false) => $"{PluginNames.Value}.From(SqlTime.From({member}, global::System.TimeZoneInfo.Utc))",
        ("System.DateTimeOffset", true) => $"{member} is {{ }} {column.Member}Time ? {PluginNames.Value}.From(SqlTime.From({column.Member}Time, global::System.TimeZoneInfo.Utc)) : {PluginNames.Value}.Null",
        ("System.DateTime", false) => $"{PluginNames.Value}.From(SqlTime.From(new global::System.DateTimeOffset({member}), global::System.TimeZoneInfo.Utc))",
        ("System.DateTime", true) => $"{member} is {{ }} {column.Member}Time ? {PluginNames.Value}.From(SqlTime.From(new global::System.DateTimeOffset({column.Member}Time), global::System.TimeZoneInfo.Utc)) : {PluginNames.Value}.Null",
        (_, var isNullable) => $"{PluginNames.Value}.From(({(column.Type.Kind == SqlTypeKind.Float ? "double" : "long")}{(isNullable ? "?" : "")}){member})",
    };

    // Init accessors are ordinary methods to the run time.
    private static void Setter(CSharpWriter writer, PluginConnectorSpec connector, PluginOptionSpec option, string name)
    {
        writer.Line();
        writer.Line($"[global::System.Runtime.CompilerServices.UnsafeAccessor(global::System.Runtime.CompilerServices.UnsafeAccessorKind.Method, Name = \"set_{option.Property}\")]");
        writer.Line($"private static extern void Set{name}_{option.Property}({CSharpText.TypeName(option.Owner)} connector, {option.Type} value);");
    }

    private static bool IsSetLater(PluginOptionSpec option) => option is { IsRequired: false, IsInit: true };

    private static string Read(PluginOptionSpec option, string options)
    {
        var name = CSharpText.Quote(option.Name);
        var range = $"{Limit(option.Minimum)}, {Limit(option.Maximum)}";
        return option.Kind switch
        {
            OptionKind.Text => $"{options}.GetString({name}, \"\")",
            OptionKind.Boolean => $"{options}.GetBoolean({name}, false)",
            OptionKind.Int32 => $"(int){options}.GetInteger({name}, 0L, {Limit(Math.Max(option.Minimum, int.MinValue))}, {Limit(Math.Min(option.Maximum, int.MaxValue))})",
            OptionKind.Int64 => $"{options}.GetInteger({name}, 0L, {range})",
            OptionKind.Float => $"{PluginNames.Plugins}PluginOptions.Float({options}, {name}, {range})",
            OptionKind.Duration => $"{PluginNames.Plugins}PluginOptions.Duration({options}, {name}, {range})",
            OptionKind.Choice => $"{options}.GetChoice({name}, \"\", {string.Join(", ", option.Choices.Select(CSharpText.Quote))}) switch {{ {Members(option)} }}",
            OptionKind.Texts => $"{options}.GetStrings({name})",
            OptionKind.Object => $"{options}.GetObjectOrNull({name})",
            _ => $"{options}.GetArrayOrNull({name})",
        };
    }

    private static string Members(PluginOptionSpec option) => string.Join(", ", option.Choices.Select((choice, index) =>
        $"{(index == option.Choices.Count - 1 ? "_" : CSharpText.Quote(choice))} => {option.Type.TrimEnd('?')}.{CSharpText.Identifier(choice)}"));

    private static string NameOf(ColumnSymbol column) => char.ToLowerInvariant(column.Name[0]) + column.Name.Substring(1);

    private static string Limit(long limit) => limit switch
    {
        long.MinValue => "long.MinValue",
        long.MaxValue => "long.MaxValue",
        _ => CSharpText.Literal(limit),
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
