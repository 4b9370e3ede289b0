using System.Text.Json;
using System.Text.Json.Nodes;
using CompiledRules.Conformance.Tests.Cases;
using CompiledRules.Sql;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Conformance.Tests.Parsing;

/// <summary>
/// The suite <c>parse</c> as far as the text alone decides it: which statements have a tree, and which tree. Statements
/// that are refused for what their names mean must have a tree as well; refusing them is the binder's part.
/// </summary>
public sealed class ParseConformanceTests
{
    private static readonly Dictionary<string, string> s_deviations = [];

    // How the data's messages begin, or what they contain, where a name had to be looked up for the verdict.
    private static readonly string[] s_bindingErrors =
    [
        "validate function", "not found", "Not allowed to call", "select clause shouldn't", "select statement shouldn't",
        "window functions can only", "can only be used inside", "non analytic function",
    ];

    [Test]
    public void Statements_are_accepted_or_refused_and_have_the_expected_tree() =>
        ConformanceRate.Check("parse", ConformanceCases.ReadAll("parse"), s_deviations, FailureOf);

    private static string? FailureOf(ConformanceCase item)
    {
        var selects = Parse(item, out var diagnostics);
        if (!item.Flag("ok") && !IsDecidedByBinder(item))
            return diagnostics.IsEmpty ? $"accepted, expected: {item.Text("error")}" : null;
        if (!diagnostics.IsEmpty)
            return string.Join("; ", diagnostics);
        if (item.Has("is_aggregate") && IsAggregate(selects[0]) != item.Flag("is_aggregate"))
            return $"is aggregate: {IsAggregate(selects[0])}";

        return item.Json.TryGetProperty("ast", out var expected) && item.Flag("ok") ? TreeFailure(item, selects, expected) : null;
    }

    internal static bool IsDecidedByBinder(ConformanceCase item) =>
        item.Text("stage") == "plan" || item.Text("error") is { } error && s_bindingErrors.Any(part => error.Contains(part, StringComparison.Ordinal));

    private static SelectSyntax[] Parse(ConformanceCase item, out EquatableArray<SqlDiagnostic> diagnostics)
    {
        if (!item.Flag("multi"))
        {
            var result = Parser.ParseSelect(item.Sql!);
            diagnostics = result.Diagnostics;
            return [(SelectSyntax)result.Root.Query];
        }

        var script = Parser.ParseScript(item.Sql!);
        diagnostics = script.Diagnostics;
        return [.. script.Root.Statements.Select(static statement => (SelectSyntax)((SelectStatementSyntax)statement).Query)];
    }

    private static string? TreeFailure(ConformanceCase item, SelectSyntax[] selects, JsonElement expected)
    {
        JsonNode actual = item.Flag("multi") ? new JsonArray([.. selects.Select(NeutralStatement.Of)]) : NeutralStatement.Of(selects[0]);
        return JsonNode.DeepEquals(actual, JsonNode.Parse(expected.GetRawText()))
            ? null
            : $"expected {expected.GetRawText()}\n    found    {actual.ToJsonString()}";
    }

    // Any aggregate among the columns, or any key to group by, makes one row of a window's rows.
    private static bool IsAggregate(SelectSyntax select) =>
        select.GroupBy.Items.Any(static grouping => grouping is GroupKeySyntax)
        || select.Columns.Items.Any(static column => Calls(column.Expression).Any(static call => FunctionKinds.Of(call.Name.Text.ToLowerInvariant()) == "agg"));

    private static IEnumerable<CallExpressionSyntax> Calls(ExpressionSyntax expression) => expression switch
    {
        CallExpressionSyntax call => call.Arguments.SelectMany(Calls).Prepend(call),
        BinaryExpressionSyntax binary => Calls(binary.Left).Concat(Calls(binary.Right)),
        ParenthesizedExpressionSyntax inner => Calls(inner.Expression),
        MemberExpressionSyntax member => Calls(member.Operand),
        IndexExpressionSyntax index => Calls(index.Operand),
        _ => [],
    };
}
