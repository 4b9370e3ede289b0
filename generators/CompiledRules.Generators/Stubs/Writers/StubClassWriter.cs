using CompiledRules.Generators.Stubs.Model;
using CompiledRules.Generators.Stubs.Readers;
using CompiledRules.Generators.Writers;
using CompiledRules.Sql.Emit;

namespace CompiledRules.Generators.Stubs.Writers;

/// <summary>Writes a class of typed proxies with the records of its messages.</summary>
internal static class StubClassWriter
{
    private const string Function = "global::CompiledRules.IRemoteFunction";
    private const string Stub = "global::CompiledRules.RemoteStub.";
    private const string Cancellation = "global::System.Threading.CancellationToken cancellation = default";

    public static string Write(StubClass stub)
    {
        var writer = new CSharpWriter();
        FileParts.Header(writer);
        using (FileParts.Namespace(stub.Namespace, writer))
        {
            writer.Line($"/// <summary>The functions of the {stub.Subject}.</summary>");
            writer.Line("/// <remarks>Safe to use from any thread. Deadlines, retries and the answer to a failure are those of the functions as they are registered.</remarks>");
            using (writer.Block($"public sealed partial class {stub.Name}"))
                Members(stub, writer);
        }

        return writer.ToString();
    }

    private static void Members(StubClass stub, CSharpWriter writer)
    {
        foreach (var method in stub.Methods)
            writer.Line($"private readonly {Function} {Field(method)};");
        writer.Line();
        writer.Line($"/// <param name=\"find\">Gives a function by its name in SQL: {stub.Finder}.</param>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">A function is not registered.</exception>");
        using (writer.Block($"public {stub.Name}(global::System.Func<string, {Function}?> find)"))
        {
            foreach (var method in stub.Methods)
                writer.Line($"{Field(method)} = {Stub}Require(find, {CSharpText.Quote(method.Function)});");
        }

        foreach (var method in stub.Methods)
            Method(method, writer);
        foreach (var record in stub.Records)
            Record(record, writer);
        foreach (var type in stub.Enums)
            Enum(type, writer);
    }

    private static void Method(StubMethod method, CSharpWriter writer)
    {
        var isVoid = method.Result.Kind == StubKind.Nothing;
        var result = isVoid ? "" : $"<{StubConversions.TypeName(method.Result)}>";
        var call = $"{Stub}CallAsync({Field(method)}, {Arguments(method)}, cancellation)";
        writer.Line();
        writer.Line($"/// <summary>Calls <c>{method.Function}</c>.</summary>");
        writer.Line("/// <exception cref=\"global::CompiledRules.SqlException\">The call failed; the message says how.</exception>");
        using (writer.Block($"public async global::System.Threading.Tasks.ValueTask{result} {method.Name}({string.Join(", ", [.. Parameters(method), Cancellation])})"))
        {
            if (isVoid)
            {
                writer.Line($"await {call}.ConfigureAwait(false);");
                return;
            }

            writer.Line($"var result = await {call}.ConfigureAwait(false);");
            writer.Line($"return {StubConversions.FromSql(method.Result, "result", CSharpText.Quote($"the result of {method.Function}"))};");
        }
    }

    private static IEnumerable<string> Parameters(StubMethod method) => method.Parameters is { } known
        ? known.Select(static parameter => $"{StubConversions.TypeName(parameter.Type)} {CSharpText.Identifier(parameter.Name)}")
        : ["global::CompiledRules.SqlArray arguments"];

    private static string Arguments(StubMethod method)
    {
        if (method.Parameters is not { } parameters)
            return "arguments";

        var values = parameters.Select(static parameter => StubConversions.ToSql(parameter.Type, CSharpText.Identifier(parameter.Name))).ToList();
        // One object as the only argument would be unfolded into fields, so it is sent as the field that it is.
        if (parameters.Count == 1 && parameters[0] is { Type.IsObject: true, SqlName.Length: > 0 } only && !method.IsWholeValue)
            return $"{Stub}Field({CSharpText.Quote(only.SqlName)}, {values[0]})";
        return values.Count == 0 ? "global::CompiledRules.SqlArray.Empty" : $"new global::CompiledRules.SqlArray(new {StubConversions.Value}[] {{ {string.Join(", ", values)} }})";
    }

    private static void Record(StubRecord record, CSharpWriter writer)
    {
        var name = CSharpText.Identifier(record.Name);
        var names = string.Join(", ", record.Fields.Select(static field => CSharpText.Quote(field.SqlName)));
        var values = string.Join(", ", record.Fields.Select(static field => StubConversions.ToSql(field.Type, CSharpText.Identifier(field.Name))));
        writer.Line();
        writer.Line($"/// <summary>The message <c>{record.FullName}</c>.</summary>");
        using (writer.Block($"public sealed partial record {name}"))
        {
            foreach (var field in record.Fields)
                writer.Line($"public {StubConversions.TypeName(field.Type)} {CSharpText.Identifier(field.Name)} {{ get; init; }}{Initial(field.Type)}");
            writer.Line();
            writer.Line($"internal {StubConversions.Value} ToSql() => {(record.Fields.IsEmpty
                ? $"{StubConversions.Value}.From(global::CompiledRules.SqlObject.Empty)"
                : $"{StubConversions.Value}.From(global::CompiledRules.SqlObject.FromArrays(new string[] {{ {names} }}, new {StubConversions.Value}[] {{ {values} }}))")};");
            writer.Line();
            using (writer.Block($"internal static {name} FromSql({StubConversions.Value} value, string place)"))
                Read(record, name, writer);
        }
    }

    private static void Read(StubRecord record, string name, CSharpWriter writer)
    {
        writer.Line($"var fields = {Stub}ToObject(value, place);");
        using (writer.Block($"return new {name}", ";"))
        {
            foreach (var field in record.Fields)
            {
                var sqlName = CSharpText.Quote(field.SqlName);
                writer.Line($"{CSharpText.Identifier(field.Name)} = {StubConversions.FromSql(field.Type, $"fields[{sqlName}]", CSharpText.Quote($"{record.FullName}.{field.SqlName}"))},");
            }
        }
    }

    private static void Enum(StubEnum type, CSharpWriter writer)
    {
        writer.Line();
        writer.Line($"/// <summary>The enum <c>{type.FullName}</c>.</summary>");
        using (writer.Block($"public enum {CSharpText.Identifier(type.Name)}"))
        {
            foreach (var value in type.Values)
                writer.Line($"{CSharpText.Identifier(value.Name)} = {value.Number},");
        }
    }

    // As protobuf has it where nothing is set.
    private static string Initial(StubType type) => (type.IsNullable, type.Kind) switch
    {
        (true, _) => "",
        (_, StubKind.String) => " = \"\";",
        (_, StubKind.Bytes) => " = global::System.Array.Empty<byte>();",
        (_, StubKind.List) => $" = global::System.Array.Empty<{StubConversions.TypeName(type.Element!)}>();",
        (_, StubKind.Map) => $" = new global::System.Collections.Generic.Dictionary<{StubConversions.TypeName(type.Key!)}, {StubConversions.TypeName(type.Element!)}>();",
        (_, StubKind.Array) => " = global::CompiledRules.SqlArray.Empty;",
        (_, StubKind.Object) => " = global::CompiledRules.SqlObject.Empty;",
        (_, StubKind.Record) => $" = new {type.Name}();",
        _ => "",
    };

    private static string Field(StubMethod method)
    {
        var name = StubNames.Camel(method.Name);
        return "_" + name.Substring(0, name.LastIndexOf("Async", StringComparison.Ordinal));
    }
}
