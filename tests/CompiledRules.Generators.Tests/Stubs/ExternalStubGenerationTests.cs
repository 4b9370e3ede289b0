using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Tests.Stubs;

/// <summary>What is written for an external service, and what is said of a wrong one.</summary>
public sealed class ExternalStubGenerationTests
{
    private const string Schema = """
        syntax = "proto3";
        package plant;
        import "google/api/annotations.proto";
        import "google/protobuf/timestamp.proto";
        enum Level { LEVEL_LOW = 0; LEVEL_HIGH = 5; }
        message Measurement { double temperature = 1; Level level = 2; repeated Part parts = 3; map<string, Part> named = 4; optional int32 class = 5; google.protobuf.Timestamp at = 6; }
        message Part { string name = 1; Part inside = 2; }
        message Condition { string label = 1; bytes raw = 2; uint64 hits = 3; }
        message Condition2 { string condition2 = 1; }
        service Classifier {
          rpc Classify(Measurement) returns (Condition) { option (google.api.http) = { post: "/v1/classify" body: "*" }; }
          rpc Inspect(Part) returns (Condition2);
          rpc Watch(Part) returns (stream Condition);
          rpc Feed(stream Part) returns (Condition);
        }
        """;

    [Test]
    public void Service_over_a_schema() => Snapshot.Match(StubHarness.Generate(StubHarness.Service(Service()), StubHarness.Schema(Schema)));

    [Test]
    public void Service_without_a_schema() =>
        Snapshot.Match(StubHarness.Generate(StubHarness.Service("""{ "interfaces": { "plant_api": { "address": "http://localhost", "protocol": "rest", "schemaless": true } } }""")));

    [Test]
    public void Streams_are_for_grpc_only() =>
        Assert.That(StubHarness.Generate(StubHarness.Service(Service(protocol: "rest")), StubHarness.Schema(Schema)), Does.Not.Contain("WatchAsync").And.Contain("InspectAsync"));

    [TestCase("{", "CR0101", 1)]
    [TestCase("{}", "CR0102", 1)]
    [TestCase("{\n \"interfaces\": {\n \"a\": { \"protocol\": \"grpc\", \"schemaFile\": \"other.proto\" } } }", "CR0103", 3)]
    [TestCase("{ \"interfaces\": {\n \"a\": { \"protocol\": \"grpc\", \"schemaFile\": \"plant.proto\",\n \"functions\": [ { \"name\": \"x\", \"serviceName\": \"Nope\" } ] } } }", "CR0105", 3)]
    public void Problem_of_a_definition_has_its_line(string json, string id, int line)
    {
        var problem = StubHarness.Diagnostics(StubHarness.Service(json), StubHarness.Schema(Schema)).Single();

        Assert.That((problem.Id, problem.Location.GetLineSpan().Path, problem.Location.GetLineSpan().StartLinePosition.Line + 1), Is.EqualTo((id, "services/plant.json", line)), problem.ToString());
    }

    [Test]
    public void Problem_of_a_schema_has_its_line()
    {
        var problem = StubHarness.Diagnostics(StubHarness.Service(Service()), StubHarness.Schema(Schema.Replace("returns (Condition2)", "returns (Condition3)", StringComparison.Ordinal)))[0];

        Assert.That((problem.Id, problem.Location.GetLineSpan().Path, problem.Location.GetLineSpan().StartLinePosition.Line + 1), Is.EqualTo(("CR0104", "services/schemas/plant.proto", 12)), problem.ToString());
    }

    [Test]
    public void Edit_of_code_reads_nothing_again()
    {
        var driver = StubHarness.Driver([StubHarness.Service(Service()), StubHarness.Schema(Schema)]).RunGenerators(GeneratorHarness.Compilation("class Before;"));
        var steps = driver.RunGenerators(GeneratorHarness.Compilation("class After;")).GetRunResult().Results[0].TrackedSteps;

        Assert.That(
            new[] { StepNames.ReadStubs, StepNames.EmitStub }.SelectMany(name => steps[name]).SelectMany(static run => run.Outputs).Select(static output => output.Reason),
            Is.All.EqualTo(IncrementalStepRunReason.Cached).Or.EqualTo(IncrementalStepRunReason.Unchanged));
    }

    private static string Service(string protocol = "grpc") => $$"""
        { "interfaces": { "classifier": { "address": "http://localhost:50051", "protocol": "{{protocol}}", "schemaType": "protobuf", "schemaFile": "plant.proto",
          "functions": [ { "name": "classify_part", "serviceName": "Classify", "options": { "onError": "null" } } ] } } }
        """;
}
