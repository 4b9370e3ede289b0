using System.Text.Json;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Conformance.Tests.Cases;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Scripts;
using CompiledRules.Sql.Symbols;
using CompiledRules.Testing;

namespace CompiledRules.Conformance.Tests.Expressions;

/// <summary>Runs a lookup join whose table answers with bytes, as the case says, after a while.</summary>
internal static class LookupCase
{
    private static readonly Catalog s_functions = new([], new FunctionTable(FunctionReader.BuiltIn));

    public static string? FailureOf(ConformanceCase item, RuleBackend backend)
    {
        var input = item.Json.GetProperty("input");
        var rows = CaseRow.ReadAll(input);
        var streams = ScriptCompilation.Compile(
            $"""CREATE STREAM stream1 () WITH (DATASOURCE="s"); CREATE TABLE `{item.Text("table")}` () WITH (TYPE="memory", KIND="lookup", DATASOURCE="t", KEY="k");""", s_functions).Streams;
        var rule = RuleCompiler.Compile(SqlOf(item, input, rows.Count), new Catalog(streams, new FunctionTable(FunctionReader.BuiltIn)), RuleOptions.Default, backend: backend);
        var table = new VirtualTable(item.Text("table")!, keys => Answer(item, keys[0]), static _ => 10);
        var driver = new RuleDriver(rule.Program, [.. streams], new RuleDriverOptions { Tables = [table] });
        foreach (var row in rows)
            driver.Send("stream1", row.Values, row.Metadata);
        return Compare(item.Json.GetProperty("expect"), driver.AdvanceTo(1_000).Emissions);
    }

    private static string SqlOf(ConformanceCase item, JsonElement input, int rows)
    {
        var columns = item.Json.GetProperty("fields").EnumerateArray().Select(field => $"`{item.Text("table")}`.`{field.GetString()}`");
        var keys = item.Json.GetProperty("on_key_values").EnumerateArray().Select((key, index) => $"stream1.`{key.GetString()}` = `{item.Text("table")}`.k{index}");
        var window = input.TryGetProperty("kind", out var kind) && kind.GetString() == "window" ? $" GROUP BY COUNTWINDOW({rows})" : "";
        return $"SELECT stream1.*, {string.Join(", ", columns)} FROM stream1 {item.Text("join")} JOIN `{item.Text("table")}` ON {string.Join(" AND ", keys)}{window}";
    }

    private static List<SqlObject> Answer(ConformanceCase item, SqlValue key)
    {
        var answers = item.Json.GetProperty("lookup_answers").EnumerateArray().ToList();
        var answer = answers.Find(answer => answer.GetProperty("value") is { ValueKind: JsonValueKind.String } value && key.IsString && value.GetString() == key.AsString());
        if (answer.ValueKind == JsonValueKind.Undefined)
            answer = answers.Find(static answer => answer.GetProperty("value").ValueKind == JsonValueKind.Null);
        if (answer.TryGetProperty("error", out var error))
            throw new SqlException(error.GetString()!);

        var payload = item.Json.GetProperty("config").TryGetProperty("payloadField", out var field) ? field.GetString() : null;
        var rows = answer.GetProperty("payloads").EnumerateArray().SelectMany(static text => Decode(text.GetString()!));
        return [.. payload is null ? rows : rows.SelectMany(row => row[payload] is { IsString: true } inner ? Decode(inner.AsString()) : [])];
    }

    // Bytes that cannot be decoded are told of beside the rows, and give none.
    private static IEnumerable<SqlObject> Decode(string text)
    {
        try
        {
            var value = SqlJson.Parse(text);
            return value.Kind == SqlKind.Array ? value.AsArray().Select(static item => item.AsObject()) : [value.AsObject()];
        }
        catch (SqlException)
        {
            return [];
        }
    }

    private static string? Compare(JsonElement expect, IReadOnlyList<Emission> emissions)
    {
        var error = emissions.OfType<ErrorEmission>().FirstOrDefault();
        if (expect.TryGetProperty("error", out var message))
            return error?.Message.Contains(message.GetString()!, StringComparison.Ordinal) == true ? null : $"expected an error, got {error?.Message ?? "none"}";

        SqlArray expected = expect.TryGetProperty("rows", out var rows) ? new([.. rows.EnumerateArray().Select(CaseRow.Merged)]) : SqlArray.Empty;
        SqlArray actual = new([.. emissions.OfType<CollectionEmission>().SelectMany(static collection => collection.Rows).Select(static row => (SqlValue)row)]);
        return error is null && CaseValue.AreEqual(actual, expected, 0, false) ? null : $"expected {expected}, got {actual} {error?.Message}";
    }
}
