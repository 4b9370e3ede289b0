using System.Text.Json;
using CompiledRules.Compiler;
using CompiledRules.Conformance.Tests.Cases;
using CompiledRules.Sql;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Conformance.Tests.Expressions;

/// <summary>Runs the one clause that a case is about, and compares.</summary>
/// <remarks>
/// The clause is put into a statement of its own. A collection comes out of a sliding window that its last row triggers, so that its range is that of the
/// case; groups are formed by a column that numbers them, and joined rows by one that they share.
/// </remarks>
internal static class ClauseCase
{
    private const string Last = "zzlast";
    private const string Group = "zzgroup";
    private const string Joined = "zzjoined";

    public static string? FailureOf(ConformanceCase item, RuleBackend backend)
    {
        if (item.Text("op") == "field_access")
            return FieldAccess(item, backend);
        if (!item.Json.TryGetProperty("steps", out var steps))
            return Compare(item, item.Json.GetProperty("expect"), () => Run(item, backend, [item.Json.GetProperty("input")]).Single());

        var inputs = steps.EnumerateArray().Select(static step => step.GetProperty("input")).ToList();
        var results = Run(item, backend, inputs).ToList();
        var expected = steps.EnumerateArray().Select(static step => step.GetProperty("expect")).ToList();
        return results.Select((result, index) => Compare(item, expected[index], () => result)).FirstOrDefault(static failure => failure is not null);
    }

    private static IEnumerable<(List<SqlObject> Rows, string? Error)> Run(ConformanceCase item, RuleBackend backend, List<JsonElement> inputs)
    {
        var rows = inputs.ConvertAll(static input => input.TryGetProperty("error", out _) ? [] : CaseRow.ReadAll(input));
        var (start, end) = RangeOf(inputs[0]);
        var statement = Statement(item, inputs[0], start, end);
        var context = item.Json.TryGetProperty("context", out var surroundings) ? surroundings : default;
        var runner = context.ValueKind == JsonValueKind.Object
            ? new ClauseRunner(statement, item.Sql ?? "", OptionsOf(item, inputs[0]), backend, context.GetProperty("rule_id").GetString()!, context.GetProperty("rule_start").GetInt64())
            : new ClauseRunner(statement, item.Sql ?? "", OptionsOf(item, inputs[0]), backend);
        foreach (var (input, given) in rows.Zip(inputs))
        {
            runner.Rows.Clear();
            runner.Errors.Clear();
            if (given.TryGetProperty("error", out var failure))
                runner.Fail(failure.GetString()!);
            for (var i = 0; i < input.Count; i++)
            {
                var row = input[i];
                var place = row.Joined < 0 ? 0 : i - input.FindIndex(other => other.Joined == row.Joined);
                runner.Send(row, runner.InputOf(row.Stream, place), end, (Last, i == input.Count - 1), (Group, row.Group), (Joined, row.Joined));
            }

            yield return ([.. runner.Rows], runner.Errors.FirstOrDefault()?.Message);
        }
    }

    private static string? FieldAccess(ConformanceCase item, RuleBackend backend)
    {
        var stream = item.Text("stream");
        var runner = new ClauseRunner(
            ClauseRunner.Parse($"SELECT {(stream is null ? "" : $"`{stream}`.")}`{item.Text("field")}` AS v FROM `{stream ?? "test"}`"), "", RuleOptions.Default, backend);
        runner.Send(new CaseRow(null, CaseValue.Read(item.Json.GetProperty("row")).AsObject(), null, -1, 0), 0, 0);

        var expect = item.Json.GetProperty("expect");
        var expected = expect.GetProperty("found").GetBoolean() ? CaseValue.Read(expect.GetProperty("value")) : SqlValue.Missing;
        return runner.Rows.Count == 1 && runner.Rows[0]["v"].Equals(expected) ? null : $"expected {expected}, got {Text(runner.Rows)}";
    }

    private static RuleOptions OptionsOf(ConformanceCase item, JsonElement input)
    {
        var options = item.Json.TryGetProperty("options", out var given) ? given : default;
        var isRow = input.TryGetProperty("kind", out var kind) && kind.GetString() == "row";
        return new RuleOptions(
            SendNilField: options.ValueKind == JsonValueKind.Object && options.TryGetProperty("sendNil", out var nil) && nil.GetBoolean(),
            SendMetaToSink: isRow && input.TryGetProperty("meta", out _) && options.ValueKind == JsonValueKind.Object && options.TryGetProperty("sendMeta", out var meta) && meta.GetBoolean());
    }

    private static (long Start, long End) RangeOf(JsonElement input) => input.TryGetProperty("window", out var window)
        ? (window.GetProperty("start").GetInt64(), window.GetProperty("end").GetInt64())
        : input.TryGetProperty("groups", out var groups) && groups[0].TryGetProperty("window", out var first)
            ? (first.GetProperty("start").GetInt64(), first.GetProperty("end").GetInt64())
            : (1_000, 2_000);

    private static SelectSyntax Statement(ConformanceCase item, JsonElement input, long start, long end)
    {
        var op = item.Text("op");
        var written = ClauseRunner.Parse(op switch
        {
            "analytic" => $"SELECT {string.Join(", ", item.Json.GetProperty("exprs").EnumerateArray().Select(static (text, index) => $"{text.GetString()} AS v{index}"))} FROM test",
            "window_func" => $"SELECT *, {item.Text("expr")} AS {item.Text("as")} FROM test",
            _ => item.Sql!,
        });
        var kind = input.TryGetProperty("kind", out var name) ? name.GetString() : "row";
        var star = ClauseRunner.Parse("SELECT * FROM x").Columns;
        var select = op switch
        {
            "eval_where" => written with { Columns = [ClauseRunner.Parse("SELECT 1 AS v FROM x").Columns[0] with { Expression = written.Where! }], Where = null },
            "eval_field" => written with { Columns = [written.Columns[0] with { Alias = ClauseRunner.Parse("SELECT 1 AS v FROM x").Columns[0].Alias }], Where = null },
            "filter" => written with { Columns = star, Having = null, OrderBy = [] },
            "having" => written with { Columns = WithAliases(written, kind == "groups" ? "collect(*) AS zzrows" : "*"), Where = null, OrderBy = [] },
            "order" => written with { Columns = WithAliases(written, kind == "groups" ? "collect(*) AS zzrows" : "*"), Where = null, Having = null },
            "group" => written with { Columns = ClauseRunner.Parse("SELECT collect(*) AS zzrows FROM x").Columns, Where = null, Having = null, OrderBy = [] },
            "join" => written with { Columns = star, Where = null, Having = null, OrderBy = [] },
            _ => written with { Where = null, Having = null, OrderBy = [] },
        };
        select = select with { Limit = null };
        if (input.TryGetProperty("rows", out var rows) && rows.EnumerateArray().Any(static row => row.TryGetProperty("tuples", out _)) || Parts(input))
            select = select with { Joins = JoinsByNumber(select) };
        else if (op != "join")
            select = select with { Joins = [] };

        return select with { GroupBy = Grouping(select, kind!, op!, start, end) };
    }

    private static bool Parts(JsonElement input) => input.TryGetProperty("groups", out var groups)
        && groups.EnumerateArray().Any(static group => group.GetProperty("rows").EnumerateArray().Any(static row => row.TryGetProperty("tuples", out _)));

    // Aliases may be used by the clause, so they stay, out of sight.
    private static EquatableArray<SelectColumnSyntax> WithAliases(SelectSyntax select, string column) =>
    [
        .. ClauseRunner.Parse($"SELECT {column} FROM x").Columns,
        .. select.Columns.Where(static written => written.Alias is not null).Select(static written => written with { IsInvisible = true }),
    ];

    private static EquatableArray<JoinSyntax> JoinsByNumber(SelectSyntax select)
    {
        var first = NameOf(select.From);
        return select.Joins
            .Select(join => join with
            {
                Kind = JoinKind.Full,
                On = ClauseRunner.Parse($"SELECT * FROM x WHERE `{first}`.{Joined} = `{NameOf(join.Source)}`.{Joined}").Where,
            })
            .ToEquatableArray();
    }

    private static string NameOf(SourceSyntax source) => source.Alias?.Text ?? ((NamedSourceSyntax)source).Name.Text;

    private static EquatableArray<GroupingSyntax> Grouping(SelectSyntax select, string kind, string op, long start, long end)
    {
        if (kind == "row")
            return [];

        var window = ClauseRunner.Parse($"SELECT * FROM x GROUP BY SLIDINGWINDOW(ms, {Math.Max(1, end - start)}) OVER(WHEN {Last} = true)").GroupBy;
        if (kind == "groups")
            return [.. window, .. ClauseRunner.Parse($"SELECT * FROM x GROUP BY COUNTWINDOW(1), {NameOf(select.From)}.{Group}").GroupBy.Where(static item => item is GroupKeySyntax)];

        return op is "group" or "project" ? [.. window, .. select.GroupBy.Where(static item => item is GroupKeySyntax)] : window;
    }

    private static string? Compare(ConformanceCase item, JsonElement expect, Func<(List<SqlObject> Rows, string? Error)> run)
    {
        List<SqlObject> rows;
        string? error;
        try
        {
            (rows, error) = run();
        }
        catch (RuleCompilationFailure failure)
        {
            (rows, error) = ([], failure.Message);
        }

        if (expect.TryGetProperty("error", out _))
            return error is null ? $"expected an error, got {Text(rows)}" : null;
        if (error is not null)
            return $"failed: {error}";

        var expected = Expected(expect).ToList();
        var tolerance = item.Flag("approx") || expect.TryGetProperty("approx", out _) ? 1e-12 : 0;
        var isEqual = expected.Count == rows.Count
            && CaseValue.AreEqual(new SqlArray([.. rows.Select(static row => (SqlValue)row)]), new SqlArray([.. expected]), tolerance, IsUnordered(item, expect));
        return isEqual ? null : $"expected {Text(expected)}, got {Text(rows)}";
    }

    private static bool IsUnordered(ConformanceCase item, JsonElement expect) =>
        item.Text("op") == "group" || (expect.TryGetProperty("unordered", out var unordered) && unordered.GetBoolean());

    private static IEnumerable<SqlValue> Expected(JsonElement expect)
    {
        if (expect.TryGetProperty("dropped", out _))
            return [];
        if (expect.TryGetProperty("value", out var value))
            return [CaseValue.Read(value) is { IsNull: false } found ? Object("v", found) : SqlObject.Empty];
        if (expect.TryGetProperty("values", out var values))
            return [SqlObject.From(values.EnumerateArray().Select(static (item, index) => KeyValuePair.Create($"v{index}", CaseValue.Read(item))).Where(static entry => !entry.Value.IsNull))];
        if (expect.TryGetProperty("groups", out var groups))
            return groups.EnumerateArray().Select(static group => (SqlValue)Object("zzrows", new SqlArray([.. group.GetProperty("rows").EnumerateArray().Select(CaseRow.Merged)])));
        if (!expect.TryGetProperty("kind", out _))
            return expect.GetProperty("rows").EnumerateArray().Select(CaseValue.Read);

        return expect.TryGetProperty("rows", out var rows) ? rows.EnumerateArray().Select(CaseRow.Merged) : [CaseRow.Merged(expect)];
    }

    private static SqlObject Object(string name, SqlValue value) => SqlObject.From([KeyValuePair.Create(name, value)]);

    private static string Text(IEnumerable<SqlValue> values) => SqlJson.ToText(new SqlArray([.. values]), nonFiniteAsNull: true);

    private static string Text(IEnumerable<SqlObject> rows) => Text(rows.Select(static row => (SqlValue)row));
}
