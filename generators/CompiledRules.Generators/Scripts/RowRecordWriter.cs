using CompiledRules.Sql;
using CompiledRules.Sql.Emit;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Generators.Scripts;

/// <summary>Writes a row type with its JSON form.</summary>
internal static class RowRecordWriter
{
    private const string Json = "global::CompiledRules.Runtime.Rows.JsonColumns.";
    private const string Reader = "global::System.Text.Json.Utf8JsonReader";

    /// <param name="isRead">Whether rows are made of JSON too.</param>
    public static void Write(string name, string summary, EquatableArray<ColumnSymbol> columns, bool isRead, CSharpWriter writer)
    {
        writer.Line();
        writer.Line($"/// <summary>{summary}.</summary>");
        using (writer.Block($"public sealed partial record {name}"))
        {
            foreach (var column in columns)
                writer.Line($"public {TypeOf(column)} {Member(column)} {{ get; init; }}{(column.IsNullable || Lowerer.TypeOf(column).Kind is not (LoweredKind.String or LoweredKind.Bytes or LoweredKind.Array or LoweredKind.Object) ? "" : " = default!;")}");
            if (isRead)
                Read(name, columns, writer);
            Write(columns, writer);
        }
    }

    private static void Read(string name, EquatableArray<ColumnSymbol> columns, CSharpWriter writer)
    {
        writer.Line();
        writer.Line("/// <summary>Reads a row from a JSON object. What is no column is passed over.</summary>");
        writer.Line("/// <exception cref=\"global::CompiledRules.SqlException\">A column has a value that does not fit it.</exception>");
        using (writer.Block($"public static {name} FromJson(global::System.ReadOnlySpan<byte> utf8)"))
        {
            writer.Line($"var reader = new {Reader}(utf8);");
            writer.Line("return FromJson(ref reader);");
        }

        writer.Line();
        writer.Line("/// <summary>Reads a row from the JSON object that comes next.</summary>");
        using (writer.Block($"public static {name} FromJson(ref {Reader} reader)"))
        {
            for (var i = 0; i < columns.Count; i++)
                writer.Line($"{TypeOf(columns[i])} column{i} = default;");
            writer.Line($"{Json}Begin(ref reader);");
            using (writer.Block($"while ({Json}Next(ref reader))"))
            {
                for (var i = 0; i < columns.Count; i++)
                {
                    writer.Line($"{(i == 0 ? "if" : "else if")} (reader.ValueTextEquals({CSharpText.Quote(columns[i].Name)}u8))");
                    using (writer.Indent())
                        writer.Line($"column{i} = {Json}{ReaderOf(columns[i])}(ref reader, {CSharpText.Quote(columns[i].Name)});");
                }

                writer.Line("else");
                using (writer.Indent())
                    writer.Line($"{Json}Skip(ref reader);");
            }

            writer.Line($"return new {name} {{ {string.Join(", ", columns.Items.Select(static (column, index) => $"{Member(column)} = column{index}"))} }};");
        }
    }

    private static void Write(EquatableArray<ColumnSymbol> columns, CSharpWriter writer)
    {
        writer.Line();
        writer.Line("/// <summary>Writes the row as a JSON object, without columns that are null.</summary>");
        using (writer.Block("public void WriteJson(global::System.Text.Json.Utf8JsonWriter writer)"))
        {
            writer.Line("writer.WriteStartObject();");
            foreach (var column in columns)
            {
                var kind = Lowerer.TypeOf(column).Kind;
                var isPlain = kind is LoweredKind.Boolean or LoweredKind.Int64 or LoweredKind.Float64 or LoweredKind.String;
                writer.Line(isPlain
                    ? $"{Json}Write(writer, {CSharpText.Quote(column.Name)}, {Member(column)});"
                    : $"{Json}WriteValue(writer, {CSharpText.Quote(column.Name)}, {(kind == LoweredKind.Value ? Member(column) : $"global::CompiledRules.SqlValue.From({Member(column)})")});");
            }

            writer.Line("writer.WriteEndObject();");
        }
    }

    private static string TypeOf(ColumnSymbol column) => CSharpText.TypeName(Lowerer.TypeOf(column));

    private static string Member(ColumnSymbol column) => CSharpText.Identifier(column.Member!);

    private static string ReaderOf(ColumnSymbol column) => Lowerer.TypeOf(column).Kind switch
    {
        LoweredKind.Boolean => "ReadBoolean",
        LoweredKind.Int64 => "ReadInteger",
        LoweredKind.Float64 => "ReadFloat",
        LoweredKind.String => "ReadString",
        LoweredKind.Bytes => "ReadBytes",
        LoweredKind.Time => "ReadTime",
        LoweredKind.Array => "ReadArray",
        LoweredKind.Object => "ReadObject",
        var kind => throw new InvalidOperationException($"No column is declared as {kind}"),
    };
}
