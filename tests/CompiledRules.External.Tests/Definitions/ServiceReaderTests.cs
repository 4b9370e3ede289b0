using CompiledRules.External.Definitions;
using static CompiledRules.External.Tests.SampleServices;

namespace CompiledRules.External.Tests.Definitions;

public sealed class ServiceReaderTests
{
    [Test]
    public void Every_callable_rpc_is_a_function_and_a_listed_one_is_renamed()
    {
        var service = ServiceReader.Read("types", File.ReadAllText(Path.Combine(Folder, "types.json")), SchemaFolder);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(service.Interfaces.Single().Functions.Select(static function => function.Name),
                Is.EqualTo(new[] { "Echo", "EchoWellKnown", "Join", "shout", "Nothing", "Ask", "Count", "EchoMany" }));
            Assert.That(service.Interfaces.Single().Protocol, Is.EqualTo(ServiceProtocol.Grpc));
            Assert.That(service.About["author"].AsObject()["name"], Is.EqualTo((SqlValue)"tests"));
        }
    }

    [Test]
    public void Options_of_a_function_overrule_those_of_its_interface()
    {
        var options = Read("""
            "options": { "timeout": "2s", "retryCount": 3, "retryInterval": "50ms", "onError": "null", "headers": { "X-A": "1" } },
            "functions": [ { "name": "f", "serviceName": "Join", "options": { "timeout": 700, "deterministic": true, "cache": { "ttl": "1m30s", "capacity": 5 } } } ]
            """).Functions.Single(static function => function.Name == "f").Options;

        Assert.That(options, Is.EqualTo(new CallOptions
        {
            Timeout = TimeSpan.FromMilliseconds(700),
            RetryCount = 3,
            RetryInterval = TimeSpan.FromMilliseconds(50),
            OnError = ErrorPolicy.Null,
            IsDeterministic = true,
            Coalesce = true,
            Cache = new CacheOptions(TimeSpan.FromSeconds(90), 5),
        }));
    }

    [Test]
    public void A_schemaless_interface_is_one_function()
    {
        var service = ServiceReader.Read("s", """{ "interfaces": { "call": { "address": "http://h:1/base", "protocol": "rest", "schemaless": true } } }""", SchemaFolder);

        Assert.That(service.Interfaces.Single().Functions.Single().Name, Is.EqualTo("call"));
    }

    [Test]
    public void Secrets_come_from_the_environment_and_do_not_print()
    {
        Environment.SetEnvironmentVariable("SERVICE_READER_TEST", "hush");

        var token = Read(""" "options": { "bearerToken": "${env:SERVICE_READER_TEST}!" } """).Connection.BearerToken!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(token.Reveal(), Is.EqualTo("hush!"));
            Assert.That(token.ToString(), Does.Not.Contain("hush"));
        }
    }

    [TestCase("\"protocol\": \"soap\"", "s.json(3): The protocol 'soap' of interface 'i' is unknown. Give grpc, rest or msgpack-rpc.")]
    [TestCase("\"address\": \"nowhere\"", "s.json(3): The address 'nowhere' of interface 'i' does not fit its protocol. Give tcp://host:port.")]
    [TestCase("\"schemaFile\": \"absent.proto\"", "absent.proto: The schema file does not exist. Put it below the folder of schemas, or correct schemaFile.")]
    [TestCase("\"schemaFile\": \"../types.json\"", "../types.json: The schema file does not exist. Put it below the folder of schemas, or correct schemaFile.")]
    [TestCase("\"schemaType\": \"avro\"", "s.json(3): The schema type is 'avro'. Give schemaType \"protobuf\", or set schemaless to true.")]
    [TestCase("\"schemaless\": true", "s.json(3): Interface 'i' is schemaless, which only rest can be. Give schemaType \"protobuf\" and a schemaFile.")]
    [TestCase("\"functions\": [ { \"name\": \"x\", \"serviceName\": \"Jion\" } ]", "s.json(3): 'types.proto' has no rpc 'Jion'. Name one of Echo, EchoWellKnown, Join, Upper, Nothing, Ask, Count, EchoMany, Collect.")]
    [TestCase("\"functions\": [ { \"name\": \"Echo\", \"serviceName\": \"Join\" } ]", "s.json(2): The function 'Echo' is declared twice, by i. Rename one of them under functions: { \"name\": …, \"serviceName\": … }.")]
    [TestCase("\"functions\": [ { \"serviceName\": \"Collect\" } ]", "s.json(3): rpc 'Collect' streams its requests. Declare it unary; over gRPC a stream of replies, or of both, is possible too.")]
    [TestCase("\"options\": { \"timeout\": \"soon\" }", "s.json(3): 'soon' is not a duration of at least 1 ms. Give a duration such as \"500ms\", \"5s\" or \"1m30s\", or milliseconds as a number.")]
    [TestCase("\"options\": { \"cache\": {} }", "s.json(3): A function that is not deterministic has a cache. Add \"deterministic\": true if equal arguments give an equal result, or remove the cache.")]
    [TestCase("\"options\": { \"onError\": \"ignore\" }", "s.json(3): onError is 'ignore'. Give fail, null, skip or deadLetter.")]
    [TestCase("\"options\": { \"bearerToken\": \"${env:NOT_SET_ANYWHERE}\" }", "s.json(3): '${env:NOT_SET_ANYWHERE}' is not there. Set the environment variable or create the file before the service is loaded.")]
    [TestCase("\"options\": { \"tls\": { \"caFile\": \"absent.pem\" } }", "s.json(3): The file 'absent.pem' does not exist. Give the path of a PEM file.")]
    public void A_mistake_is_reported_with_file_line_and_remedy(string line, string problem) =>
        Assert.That(() => Read(line), Throws.TypeOf<ServiceDefinitionException>().With.Message.Contain(problem));

    [TestCase("{", "s.json(1): The file is not valid JSON")]
    [TestCase("{\n \"interfaces\": {},\n}", "s.json(1): The service has no interfaces")]
    public void A_broken_file_is_reported(string json, string start) =>
        Assert.That(() => ServiceReader.Read("s", json, SchemaFolder), Throws.TypeOf<ServiceDefinitionException>().With.Message.StartsWith(start));

    [Test]
    public void Mistakes_in_a_schema_are_reported_with_their_own_file_and_line()
    {
        using var folder = new TemporaryFolder();
        folder.Write("bad.proto", "syntax = \"proto3\";\nimport \"gone.proto\";\nmessage M { int64 a = 1; }\nservice S {\n  rpc F(Nope) returns (M);\n}\n");

        var error = Assert.Throws<ServiceDefinitionException>(() => Read("\"schemaFile\": \"bad.proto\"", folder.Path));

        Assert.That(error!.Problems.Select(static problem => problem.ToString()), Is.EqualTo(new[]
        {
            "bad.proto(2): Unable to find: 'gone.proto'. Pack the imported file below the folder of schemas under this very path.",
            "bad.proto(5): Type not found: 'Nope'. Import the file that declares the type, or correct its name.",
        }));
    }

    private static InterfaceDefinition Read(string line, string? schemas = null)
    {
        var settings = new Dictionary<string, string> { ["address"] = "\"tcp://localhost:1\"", ["protocol"] = "\"grpc\"", ["schemaType"] = "\"protobuf\"", ["schemaFile"] = "\"types.proto\"" };
        var overridden = settings.Keys.Where(name => line.Contains($"\"{name}\":", StringComparison.Ordinal)).ToArray();
        var rest = string.Join(", ", settings.Where(item => !overridden.Contains(item.Key)).Select(static item => $"\"{item.Key}\": {item.Value}"));
        return ServiceReader.Read("s", $"{{ \"interfaces\":\n{{ \"i\": {{\n{line},\n{rest} }} }} }}", schemas ?? SchemaFolder).Interfaces.Single();
    }
}
