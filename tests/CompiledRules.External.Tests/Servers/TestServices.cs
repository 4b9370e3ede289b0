using CompiledRules.External.Definitions;

namespace CompiledRules.External.Tests.Servers;

/// <summary>Services of one interface over <c>types.proto</c>.</summary>
internal static class TestServices
{
    /// <param name="options">Members of the interface's <c>options</c>, in JSON.</param>
    public static ExternalServices Open(string protocol, string address, string options = "", ExternalServicesOptions? services = null)
    {
        var result = new ExternalServices(services ?? new ExternalServicesOptions { EnablePrivateNetworks = true });
        result.Add(Define(protocol, address, options));
        return result;
    }

    public static ServiceDefinition Define(string protocol, string address, string options = "", string name = "types") => ServiceReader.Read(
        name,
        $$"""{ "interfaces": { "{{name}}": { "address": "{{address}}", "protocol": "{{protocol}}", "schemaType": "protobuf", "schemaFile": "types.proto", "options": { {{options}} } } } }""",
        SampleServices.SchemaFolder);
}
