using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using CompiledRules.External.Rest;
using CompiledRules.External.Schemas;

namespace CompiledRules.External.Definitions;

/// <summary>The JSON of a service and the <c>.proto</c> files it names → a <see cref="ServiceDefinition"/>.</summary>
public sealed partial class ServiceReader
{
    private readonly string _file;
    private readonly string _schemas;
    private readonly List<ServiceProblem> _problems = [];
    private readonly OptionsReader _options;

    private ServiceReader(string file, string schemas)
    {
        _file = file;
        _schemas = schemas;
        _options = new OptionsReader(file, _problems);
    }

    /// <summary>Reads one service. Nothing is called or connected.</summary>
    /// <param name="name">The service's name, which is that of its file.</param>
    /// <param name="schemaFolder">Where schema files and their imports are found.</param>
    /// <exception cref="ServiceDefinitionException">Something is wrong; says everything that is.</exception>
    public static ServiceDefinition Read(string name, string json, string schemaFolder)
    {
        var reader = new ServiceReader(name + ".json", schemaFolder);
        var definition = reader.Read(name, json);
        return definition is not null && reader._problems.Count == 0 ? definition : throw new ServiceDefinitionException([.. reader._problems]);
    }

    private ServiceDefinition? Read(string name, string json)
    {
        if (!NamePattern().IsMatch(name))
            Report(null, $"The name '{name}' contains invalid characters", "Use letters, digits, hyphens and underscores only");

        JsonText root;
        try
        {
            root = JsonText.Parse(json);
        }
        catch (JsonException error)
        {
            _problems.Add(new ServiceProblem(_file, (int)(error.LineNumber ?? -1) + 1, "The file is not valid JSON: " + error.Message, "Correct the line"));
            return null;
        }

        if (root["interfaces"] is not { Kind: JsonValueKind.Object, Members.Count: > 0 } interfaces)
        {
            Report(root, "The service has no interfaces", "Add \"interfaces\": { \"name\": { \"address\": …, \"protocol\": … } }");
            return null;
        }

        var read = interfaces.Members.Select(member => Interface(member.Key, member.Value)).OfType<InterfaceDefinition>().ToImmutableArray();
        RefuseClashes(interfaces, read);
        return new ServiceDefinition(name, Object(root["about"]), read);
    }

    private InterfaceDefinition? Interface(string name, JsonText text)
    {
        var protocol = Protocol(name, text);
        var address = protocol is { } known ? Address(name, text, known) : null;
        var isSchemaless = text["schemaless"] is { Kind: JsonValueKind.True };
        var schemaFile = text["schemaFile"]?.Text ?? "";
        var call = _options.ReadCall(text["options"], CallOptions.Default);
        var connection = _options.ReadConnection(text["options"]);
        var functions = isSchemaless ? Schemaless(name, text, protocol, call) : Functions(text, schemaFile, protocol, call);
        return protocol is { } kind && address is not null
            ? new InterfaceDefinition(name, Object(text["description"]), address, kind, schemaFile, isSchemaless, connection, Object(text["options"]), functions)
            : null;
    }

    private ServiceProtocol? Protocol(string name, JsonText text)
    {
        switch (text["protocol"]?.Text)
        {
            case "grpc":
                return ServiceProtocol.Grpc;
            case "rest":
                return ServiceProtocol.Rest;
            case "msgpack-rpc":
                return ServiceProtocol.MessagePackRpc;
            case var other:
                Report(text["protocol"] ?? text, other is null ? $"Interface '{name}' has no protocol" : $"The protocol '{other}' of interface '{name}' is unknown", "Give grpc, rest or msgpack-rpc");
                return null;
        }
    }

    private Uri? Address(string name, JsonText text, ServiceProtocol protocol)
    {
        string[] schemes = protocol switch
        {
            ServiceProtocol.Grpc => ["tcp", "http", "https", "grpc", "grpcs"],
            ServiceProtocol.Rest => ["http", "https"],
            _ => ["tcp"],
        };
        var written = text["address"];
        if (written is not null && Uri.TryCreate(written.Text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme) && address.Host.Length > 0
            && (protocol == ServiceProtocol.Rest || address.Port > 0))
            return address;

        Report(written ?? text, written is null ? $"Interface '{name}' has no address" : $"The address '{written.Text}' of interface '{name}' does not fit its protocol", $"Give {schemes[0]}://host:port");
        return null;
    }

    private ImmutableArray<FunctionDefinition> Schemaless(string name, JsonText text, ServiceProtocol? protocol, CallOptions options)
    {
        if (protocol is not (null or ServiceProtocol.Rest))
            Report(text["schemaless"]!, $"Interface '{name}' is schemaless, which only rest can be", "Give schemaType \"protobuf\" and a schemaFile");
        foreach (var member in new[] { text["schemaType"], text["schemaFile"] })
        {
            if (member is { Text.Length: > 0 })
                Report(member, $"Interface '{name}' is schemaless and names a schema", "Remove schemaType and schemaFile, or set schemaless to false");
        }

        return [new FunctionDefinition(name, name, Object(text["description"]), options)];
    }

    private ImmutableArray<FunctionDefinition> Functions(JsonText text, string schemaFile, ServiceProtocol? protocol, CallOptions options)
    {
        if (text["schemaType"]?.Text is not "protobuf")
            Report(text["schemaType"] ?? text, $"The schema type is '{text["schemaType"]?.Text}'", "Give schemaType \"protobuf\", or set schemaless to true");
        if (schemaFile.Length == 0)
        {
            Report(text, "There is no schemaFile", "Name a .proto file below the folder of schemas");
            return [];
        }

        var methods = ProtoParser.Parse(_schemas, schemaFile, _problems);
        if (methods.IsEmpty)
        {
            if (_problems.Count == 0)
                Report(text["schemaFile"], $"'{schemaFile}' declares no rpc", "Declare a service with at least one rpc in the file itself");
            return [];
        }

        if (protocol is ServiceProtocol.Rest)
            CheckBindings(methods, schemaFile);
        var listed = text["functions"]?.Items ?? [];
        foreach (var item in listed)
            RequireMethod(item, methods, protocol, schemaFile);
        return [.. methods.Where(method => IsCallable(method, protocol)).Select(method => Function(method, listed.Find(item => item["serviceName"]?.Text == method.Name), options))];
    }

    private FunctionDefinition Function(MethodSchema method, JsonText? listed, CallOptions options)
    {
        var effective = _options.ReadCall(listed?["options"], options);
        if (method.IsClientStreaming)
            effective = effective with { Batch = effective.Batch ?? new BatchOptions(64) };
        return new FunctionDefinition(listed?["name"]?.Text ?? method.Name, method.Name, Object(listed?["description"]), effective) { Method = method };
    }

    private void CheckBindings(ImmutableArray<MethodSchema> methods, string schemaFile)
    {
        foreach (var method in methods)
        {
            foreach (var problem in method.Http.Select(binding => RestBinding.Check(binding, method)).OfType<string>())
                _problems.Add(new ServiceProblem(schemaFile, ProtoParser.LineOf(_schemas, schemaFile, method.Name), $"The google.api.http option of rpc '{method.Name}' {problem}", "Correct the option"));
        }
    }

    // A call has one row of arguments: gRPC may answer it with a stream, or take many rows over a stream both ways; the other protocols have no streams.
    private static bool IsCallable(MethodSchema method, ServiceProtocol? protocol) =>
        method.IsServerStreaming ? protocol is ServiceProtocol.Grpc : !method.IsClientStreaming;

    private void RequireMethod(JsonText item, ImmutableArray<MethodSchema> methods, ServiceProtocol? protocol, string schemaFile)
    {
        var name = item["serviceName"]?.Text;
        var method = methods.FirstOrDefault(method => method.Name == name);
        if (method is not null && !IsCallable(method, protocol))
            Report(item["serviceName"], $"rpc '{name}' streams its requests", "Declare it unary; over gRPC a stream of replies, or of both, is possible too");
        if (method is not null)
            return;

        Report(item["serviceName"] ?? item, name is null ? "A function has no serviceName" : $"'{schemaFile}' has no rpc '{name}'", $"Name one of {string.Join(", ", methods.Select(static method => method.Name))}");
    }

    private void RefuseClashes(JsonText interfaces, ImmutableArray<InterfaceDefinition> read)
    {
        var clashes = read.SelectMany(static item => item.Functions, static (item, function) => (Interface: item.Name, Function: function.Name))
            .GroupBy(static pair => pair.Function, StringComparer.Ordinal)
            .Where(static group => group.Count() > 1);
        foreach (var clash in clashes)
        {
            var owners = string.Join(" and ", clash.Select(static pair => pair.Interface).Distinct());
            Report(interfaces[clash.Last().Interface], $"The function '{clash.Key}' is declared twice, by {owners}", "Rename one of them under functions: { \"name\": …, \"serviceName\": … }");
        }
    }

    private void Report(JsonText? at, string message, string remedy) => _problems.Add(new ServiceProblem(_file, at?.Line ?? 0, message, remedy));

    private static SqlObject Object(JsonText? text) => text is { Kind: JsonValueKind.Object } ? text.ToValue().AsObject() : SqlObject.Empty;

    [GeneratedRegex("^[a-zA-Z0-9_-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
