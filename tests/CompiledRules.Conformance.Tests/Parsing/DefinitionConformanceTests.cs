using System.Text.Json;
using System.Text.Json.Nodes;
using CompiledRules.Conformance.Tests.Cases;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Conformance.Tests.Parsing;

/// <summary>The suite <c>ddl</c>: statements about streams and tables, their trees, and what they answer one after the other.</summary>
public sealed class DefinitionConformanceTests
{
    private static readonly Dictionary<string, string> s_deviations = [];

    [Test]
    public void Definitions_have_the_expected_tree_and_answer() =>
        ConformanceRate.Check("ddl", ConformanceCases.ReadAll("ddl"), s_deviations, FailureOf);

    private static string? FailureOf(ConformanceCase item) => item.Text("kind") switch
    {
        "sequence" => SequenceFailure(item),
        "fields_json" => FieldsFailure(item),
        _ => StatementFailure(item),
    };

    private static string? StatementFailure(ConformanceCase item)
    {
        var result = Parser.ParseScript(item.Sql!);
        if (!item.Flag("ok"))
            return result.HasErrors ? null : $"accepted, expected: {item.Text("error")}";
        if (result.HasErrors)
            return string.Join("; ", result.Diagnostics);

        var actual = NeutralDefinition.Of(result.Root.Statements[0]);
        return !item.Json.TryGetProperty("ast", out var expected) || JsonNode.DeepEquals(actual, JsonNode.Parse(expected.GetRawText()))
            ? null
            : $"expected {expected.GetRawText()}\n    found    {actual.ToJsonString()}";
    }

    private static string? SequenceFailure(ConformanceCase item)
    {
        var store = new DefinitionStore();
        var failures = item.Json.GetProperty("statements").EnumerateArray().Select(step => StepFailure(store, step));
        return failures.FirstOrDefault(static failure => failure is not null);
    }

    private static string? StepFailure(DefinitionStore store, JsonElement step)
    {
        var sql = step.GetProperty("sql").GetString()!;
        var parsed = Parser.ParseScript(sql);
        var result = parsed.HasErrors
            ? new DefinitionResult(true, [parsed.Diagnostics[0].Message])
            : store.Execute(parsed.Root.Statements[0]);

        string[] expected = step.TryGetProperty("output", out var output) ? [.. output.EnumerateArray().Select(static line => line.GetString()!)] : [];
        var isExpected = result.IsError ? !step.GetProperty("ok").GetBoolean() : step.GetProperty("ok").GetBoolean() && result.Lines.SequenceEqual(expected);
        return isExpected ? null : $"{sql}\n    answered {string.Join(" | ", result.Lines)}, expected {string.Join(" | ", expected)}";
    }

    // The fields are given as data, so a statement is made of them first.
    private static string? FieldsFailure(ConformanceCase item)
    {
        var fields = item.Json.GetProperty("fields").EnumerateArray().Select(Declaration);
        var parsed = Parser.ParseScript($"CREATE STREAM s ({string.Join(", ", fields)}) WITH (DATASOURCE=\"s\")");
        var symbol = StreamDefinition.ToSymbol((CreateStatementSyntax)parsed.Root.Statements[0]);
        var actual = DefinitionText.ToJson(symbol.Columns);
        var expected = item.Json.GetProperty("expect_json").GetRawText();
        return JsonNode.DeepEquals(JsonNode.Parse(actual), JsonNode.Parse(expected)) ? null : $"expected {expected}\n    found    {actual}";
    }

    private static string Declaration(JsonElement field) => $"`{field.GetProperty("name").GetString()}` {Type(field.GetProperty("type"))}";

    private static string Type(JsonElement type)
    {
        if (type.ValueKind == JsonValueKind.String)
            return type.GetString()!;

        return type.TryGetProperty("array", out var element)
            ? $"ARRAY({Type(element)})"
            : $"STRUCT({string.Join(", ", type.GetProperty("struct").EnumerateArray().Select(Declaration))})";
    }
}
