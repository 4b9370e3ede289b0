using System.Globalization;
using System.Text.Json.Nodes;
using CompiledRules.Sql;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Conformance.Tests.Parsing;

/// <summary>Statements in the form of the conformance data.</summary>
internal static class NeutralStatement
{
    public static JsonNode Of(SelectSyntax select)
    {
        var expressions = new NeutralExpression(SourceNames(select));
        var json = new JsonObject { ["t"] = "select", ["fields"] = Fields(select.Columns, expressions), ["from"] = new JsonArray(Source(select.From)) };
        if (!select.Joins.IsEmpty)
            json["joins"] = new JsonArray([.. select.Joins.Select(join => Join(join, expressions))]);
        if (select.Where is { } where)
            json["where"] = expressions.Of(where);
        if (!select.GroupBy.IsEmpty)
            json["group_by"] = new JsonArray([.. select.GroupBy.Select(grouping => Grouping(grouping, expressions))]);
        if (select.Having is { } having)
            json["having"] = expressions.Of(having);
        if (!select.OrderBy.IsEmpty)
            json["order_by"] = Order(select.OrderBy, expressions);
        if (select.Limit is { } limit)
            json["limit"] = limit.Count;
        return json;
    }

    public static JsonArray Order(EquatableArray<OrderTermSyntax> terms, NeutralExpression expressions) => [.. terms.Select(term => OrderTerm(term, expressions))];

    private static JsonObject OrderTerm(OrderTermSyntax term, NeutralExpression expressions)
    {
        var json = new JsonObject
        {
            ["name"] = (term.Expression as NameExpressionSyntax)?.Name ?? (term.Expression as CallExpressionSyntax)?.Name.Text.ToLowerInvariant() ?? "",
            ["asc"] = !term.IsDescending,
            ["expr"] = expressions.Of(term.Expression),
        };
        if (term.Expression is NameExpressionSyntax { Qualifier: { } qualifier })
            json["stream"] = qualifier;
        return json;
    }

    // Columns that have neither a name nor an alias are numbered among themselves.
    private static JsonArray Fields(EquatableArray<SelectColumnSyntax> columns, NeutralExpression expressions)
    {
        var unnamed = 0;
        var fields = new JsonArray();
        foreach (var column in columns)
        {
            var name = NameOf(column.Expression);
            if (name.Length == 0 && column.Alias is null)
                name = string.Create(CultureInfo.InvariantCulture, $"kuiper_field_{unnamed++}");

            var field = new JsonObject { ["name"] = name, ["expr"] = expressions.Of(column.Expression) };
            if (column.Alias is { } alias)
                field["as"] = alias.Text;
            if (column.IsInvisible)
                field["invisible"] = true;
            fields.Add(field);
        }

        return fields;
    }

    private static string NameOf(ExpressionSyntax expression) => expression switch
    {
        NameExpressionSyntax name => name.Name,
        WildcardExpressionSyntax => "*",
        CallExpressionSyntax call => call.Name.Text.ToLowerInvariant(),
        _ => "",
    };

    private static JsonObject Source(SourceSyntax source)
    {
        var json = new JsonObject { ["name"] = ((NamedSourceSyntax)source).Name.Text };
        if (source.Alias is { } alias)
            json["alias"] = alias.Text;
        return json;
    }

    private static JsonObject Join(JoinSyntax join, NeutralExpression expressions)
    {
        var json = Source(join.Source);
        json["type"] = join.Kind.ToString().ToLowerInvariant();
        if (join.On is { } on)
            json["on"] = expressions.Of(on);
        return json;
    }

    private static JsonNode Grouping(GroupingSyntax grouping, NeutralExpression expressions) => grouping switch
    {
        GroupKeySyntax key => expressions.Of(key.Expression),
        WindowSyntax window => Window(window, expressions),
        _ => throw new InvalidOperationException($"No neutral form for {grouping.GetType().Name}"),
    };

    private static JsonObject Window(WindowSyntax window, NeutralExpression expressions)
    {
        var json = WindowArguments(window, expressions);
        json["t"] = "window";
        if (window.Filter is { } filter)
            json["filter"] = expressions.Of(filter);
        if (window.Over?.When is { } when)
            json["trigger"] = expressions.Of(when);
        if (window.Over is { PartitionBy.IsEmpty: false } over)
            json["partition"] = expressions.Array(over.PartitionBy);
        return json;
    }

    private static JsonObject WindowArguments(WindowSyntax window, NeutralExpression expressions) => window switch
    {
        TumblingWindowSyntax tumbling => Timed("tumbling", tumbling.Unit, tumbling.Length),
        HoppingWindowSyntax hopping => Timed("hopping", hopping.Unit, hopping.Length, "interval", hopping.Hop),
        SlidingWindowSyntax sliding => Timed("sliding", sliding.Unit, sliding.Length, "delay", sliding.Delay),
        SessionWindowSyntax session => Timed("session", session.Unit, session.MaxDuration, "interval", session.Timeout),
        CountWindowSyntax { Interval: { } interval } count => new() { ["type"] = "count", ["length"] = count.Length, ["interval"] = interval },
        CountWindowSyntax count => new() { ["type"] = "count", ["length"] = count.Length },
        StateWindowSyntax { Emit: { } emit } state => new() { ["type"] = "state", ["begin"] = expressions.Of(state.Begin), ["emit"] = expressions.Of(emit) },
        StateWindowSyntax state => new() { ["type"] = "state", ["single"] = expressions.Of(state.Begin) },
        _ => throw new InvalidOperationException($"No neutral form for {window.GetType().Name}"),
    };

    private static JsonObject Timed(string type, TimeUnit unit, long length, string? secondName = null, long second = 0)
    {
        var json = new JsonObject { ["type"] = type, ["unit"] = NeutralExpression.Unit(unit), ["length"] = length };
        if (secondName is not null && second != 0)
            json[secondName] = second;
        return json;
    }

    private static HashSet<string> SourceNames(SelectSyntax select) =>
        [.. new[] { select.From }.Concat(select.Joins.Select(static join => join.Source)).SelectMany(NamesOf)];

    private static IEnumerable<string> NamesOf(SourceSyntax source)
    {
        if (source is NamedSourceSyntax named)
            yield return named.Name.Text;
        if (source.Alias is { } alias)
            yield return alias.Text;
    }
}
