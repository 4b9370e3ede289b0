using System.Text.Json;
using CompiledRules.Generators.Stubs.Model;
using CompiledRules.Sql;

namespace CompiledRules.Generators.Stubs.Readers;

/// <summary>The JSON of a portable plugin → the class of its functions. What the JSON does not declare is open.</summary>
internal static class PluginFileReader
{
    /// <returns>Null where there are errors, which are reported.</returns>
    public static StubClass? Read(StubFile file, string @namespace, ICollection<StubProblem> problems)
    {
        using var document = StubJson.Parse(file, problems);
        if (document is null)
            return null;

        var functions = document.RootElement.Items("functions").Select(static item => item.GetString() ?? "").ToList();
        if (functions.Count == 0)
        {
            problems.Add(new StubProblem(file.Path, 0, StubProblems.NoFunctions.At(default, file.Name)));
            return null;
        }

        var name = StubNames.Pascal(file.Name);
        var signatures = document.RootElement.Member("signatures");
        var names = new HashSet<string>(StringComparer.Ordinal) { name };
        var methods = functions.Select(function => Method(function, signatures?.Member(function), names)).ToEquatableArray();
        return new StubClass($"{name}.PortableStub.g.cs", @namespace, name, $"portable plugin <c>{file.Name}</c>", "<c>PortableHost.FindFunction</c>", methods, [], []);
    }

    private static StubMethod Method(string function, JsonElement? signature, HashSet<string> names)
    {
        var method = StubNames.Method(function, names);
        if (signature is not { } declared)
            return new StubMethod(method, function, null, StubType.Any);

        // An aggregate is called with the values of a group in an array.
        var isAggregate = declared.Member("aggregate") is { ValueKind: JsonValueKind.True };
        EquatableArray<StubField>? parameters = declared.Member("args") is { ValueKind: JsonValueKind.Array } arguments
            ? arguments.EnumerateArray().Select((item, index) => Parameter(item.GetString() ?? "any", index, isAggregate)).ToEquatableArray()
            : null;
        return new StubMethod(method, function, parameters, TypeOf(declared.Text("returns") ?? "any"));
    }

    private static StubField Parameter(string type, int index, bool isAggregate) =>
        new($"argument{index}", "", isAggregate ? new StubType(StubKind.List, Element: TypeOf(type)) : TypeOf(type));

    // The type names of SQL, as the host reads them.
    private static StubType TypeOf(string name) => name.ToLowerInvariant() switch
    {
        "bigint" or "int" => new StubType(StubKind.Int64),
        "float" => new StubType(StubKind.Double),
        "string" => new StubType(StubKind.String),
        "boolean" or "bool" => new StubType(StubKind.Boolean),
        "bytea" => new StubType(StubKind.Bytes),
        "datetime" => new StubType(StubKind.Time),
        "array" => new StubType(StubKind.Array),
        "struct" or "object" => new StubType(StubKind.Object),
        _ => StubType.Any,
    };
}
