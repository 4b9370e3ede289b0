using CompiledRules.External.Definitions;
using CompiledRules.External.Rest;
using static CompiledRules.External.Tests.SampleServices;

namespace CompiledRules.External.Tests.Rest;

public sealed class PathTemplateTests
{
    [TestCase("v1/x", "has the path \"v1/x\", which does not begin with /")]
    [TestCase("/v1/*", "has the path \"/v1/*\", in which a * outside of a variable has no value")]
    [TestCase("/v1/{left", "has the path \"/v1/{left\", in which a { is not closed")]
    [TestCase("/v1/{lost}", "names 'lost' in its path, which is no single value of types.Pair")]
    public void A_malformed_option_is_told_when_the_service_is_read(string path, string problem)
    {
        using var folder = new TemporaryFolder();
        folder.Write("types.proto", File.ReadAllText(Path.Combine(SchemaFolder, "types.proto"))
            .Replace("rpc Join(Pair) returns (google.protobuf.StringValue);", $"rpc Join(Pair) returns (google.protobuf.StringValue) {{ option (google.api.http) = {{ get: \"{path}\" }}; }}")
            .Replace("import \"imported", "import \"google/api/annotations.proto\";\nimport \"imported"));
        folder.Write("imported/units.proto", File.ReadAllText(Path.Combine(SchemaFolder, "imported", "units.proto")));
        const string Json = """{ "interfaces": { "i": { "address": "http://h", "protocol": "rest", "schemaType": "protobuf", "schemaFile": "types.proto" } } }""";

        Assert.That(() => ServiceReader.Read("s", Json, folder.Path), Throws.TypeOf<ServiceDefinitionException>().With.Message.Match(
            @"^types\.proto\([1-9]\d*\): The google\.api\.http option of rpc 'Join' " + System.Text.RegularExpressions.Regex.Escape(problem)));
    }

    [TestCase("messages/*", "messages/1", "")]
    [TestCase("messages/*", "messages/1/2", "invalid field f(messages/1/2) as http option, must have prefix messages/")]
    [TestCase("messages/**", "messages/1/2", "")]
    [TestCase("a/*/b", "a/x/b", "")]
    [TestCase("a/*/b", "a/x/c", "invalid field f(a/x/c) as http option, must match a/*/b")]
    [TestCase("*", "any/thing", "")]
    public void A_value_has_the_segments_of_its_pattern(string pattern, string value, string problem) =>
        Assert.That(new PathVariable("f", pattern).Problem(value), Is.EqualTo(problem));
}
