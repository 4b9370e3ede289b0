using System.Text.Json;
using CompiledRules.Generators.Stubs.Model;
using CompiledRules.Sql;
using Google.Protobuf.Reflection;

namespace CompiledRules.Generators.Stubs.Readers;

/// <summary>The JSON of an external service and its schemas → the class of its functions.</summary>
internal sealed class ServiceFileReader
{
    private readonly StubFile _file;
    private readonly ProtoFiles _schemas;
    private readonly ICollection<StubProblem> _problems;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly MessageTypes _types;
    private readonly List<StubMethod> _methods = [];

    private ServiceFileReader(StubFile file, EquatableArray<StubFile> schemas, ICollection<StubProblem> problems)
    {
        _file = file;
        _schemas = new ProtoFiles(schemas);
        _problems = problems;
        _names.Add(StubNames.Pascal(file.Name));
        _types = new MessageTypes(_names);
    }

    /// <returns>Null where there are errors, which are reported.</returns>
    public static StubClass? Read(StubFile file, EquatableArray<StubFile> schemas, string @namespace, ICollection<StubProblem> problems)
    {
        using var document = StubJson.Parse(file, problems);
        if (document is null)
            return null;

        var reader = new ServiceFileReader(file, schemas, problems);
        reader.Read(document.RootElement);
        if (problems.Count > 0)
            return null;

        var name = StubNames.Pascal(file.Name);
        return new StubClass(
            $"{name}.ExternalStub.g.cs", @namespace, name, $"external service <c>{file.Name}</c>", "<c>ExternalServices.Find</c>",
            reader._methods.ToEquatableArray(), reader._types.Records, reader._types.Enums);
    }

    private void Read(JsonElement service)
    {
        if (service.Member("interfaces") is not { ValueKind: JsonValueKind.Object } interfaces || !interfaces.EnumerateObject().Any())
        {
            _problems.Add(new StubProblem(_file.Path, 0, StubProblems.NoInterfaces.At(default)));
            return;
        }

        foreach (var member in interfaces.EnumerateObject())
        {
            if (member.Value.Member("schemaless") is { ValueKind: JsonValueKind.True })
                _methods.Add(new StubMethod(MethodName(member.Name), member.Name, null, StubType.Any));
            else
                ReadSchema(member.Name, member.Value);
        }
    }

    private void ReadSchema(string name, JsonElement owner)
    {
        var schema = owner.Text("schemaFile") ?? "";
        if (_schemas.Find(schema) is not { } file)
        {
            _problems.Add(new StubProblem(_file.Path, StubJson.LineOf(_file, $"\"{name}\""), StubProblems.NoSchema.At(default, name, schema)));
            return;
        }

        if (_schemas.Parse(file, schema, _problems) is not { } set)
            return;

        _types.Add(set);
        var methods = set.Files.First(candidate => candidate.Name == schema).Services.SelectMany(static service => service.Methods).ToList();
        var listed = owner.Items("functions");
        foreach (var missing in listed.Select(static item => item.Text("serviceName") ?? "").Where(method => methods.All(candidate => candidate.Name != method)))
            _problems.Add(new StubProblem(_file.Path, StubJson.LineOf(_file, $"\"{missing}\""), StubProblems.NoMethod.At(default, schema, missing)));

        var isGrpc = owner.Text("protocol") == "grpc";
        foreach (var method in methods.Where(method => method.ServerStreaming ? isGrpc : !method.ClientStreaming))
        {
            var renamed = listed.FirstOrDefault(item => item.Text("serviceName") == method.Name);
            Add(method, renamed.Text("name") ?? method.Name, GivesNull(renamed) ?? GivesNull(owner) ?? false);
        }
    }

    // Whether a failed call gives null and not an error.
    private static bool? GivesNull(JsonElement owner) => owner.Member("options")?.Text("onError") is { } policy ? policy is "null" or "skip" : null;

    private void Add(MethodDescriptorProto method, string function, bool givesNull)
    {
        var result = _types.TypeOf(method.OutputType);
        if (method is { ServerStreaming: true, ClientStreaming: false })
            result = new StubType(StubKind.List, Element: result.Kind == StubKind.Nothing ? StubType.Any : result);
        result = result with { IsNullable = (givesNull || result.IsNullable) && result.Kind is not (StubKind.Any or StubKind.Nothing) };
        var parameters = _types.ParametersOf(method.InputType, out var isWhole);
        _methods.Add(new StubMethod(MethodName(function), function, parameters, result, isWhole));
    }

    private string MethodName(string function) => StubNames.Method(function, _names);
}
