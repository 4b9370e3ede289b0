using CompiledRules.External.Definitions;
using CompiledRules.External.Schemas;
using CompiledRules.Formats.Protobuf.Schemas;

namespace CompiledRules.External.Tests;

/// <summary>The service files beside the tests.</summary>
internal static class SampleServices
{
    public static string Folder { get; } = Path.Combine(TestContext.CurrentContext.TestDirectory, "Services");

    public static string SchemaFolder { get; } = Path.Combine(Folder, "schemas");

    private static readonly Dictionary<string, MethodSchema> s_methods = ReadMethods();

    public static MethodSchema Method(string name) => s_methods[name];

    public static MessageSchema EveryField => Method("Echo").Input;

    /// <summary>JSON as SQL has it, for tests that are easier to read that way; whole numbers are integers.</summary>
    public static SqlValue Value(string json) => SqlJson.Parse(json.Replace('\'', '"'), wholeNumbersAsIntegers: true);

    private static Dictionary<string, MethodSchema> ReadMethods()
    {
        var problems = new List<ServiceProblem>();
        var methods = ProtoParser.Parse(SchemaFolder, "types.proto", problems).ToDictionary(static method => method.Name);
        return problems.Count == 0 ? methods : throw new InvalidOperationException(string.Join('\n', problems));
    }
}
