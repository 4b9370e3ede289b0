using System.Text.Json.Nodes;
using CompiledRules.Sql;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Conformance.Tests.Parsing;

/// <summary>Expressions in the form of the conformance data.</summary>
/// <param name="sources">The names and aliases of the statement's sources: a qualifier that is none of them is a column.</param>
internal sealed class NeutralExpression(IReadOnlyCollection<string> sources)
{
    public JsonNode Of(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => Literal(literal.Value),
        TimeUnitExpressionSyntax unit => new JsonObject { ["t"] = "timeunit", ["value"] = Unit(unit.Unit) },
        NameExpressionSyntax name => Name(name),
        WildcardExpressionSyntax wildcard => Wildcard(wildcard),
        MemberExpressionSyntax member => Binary("->", Of(member.Operand), Key(member.Name)),
        IndexExpressionSyntax index => Binary("[]", Of(index.Operand), new JsonObject { ["t"] = "index", ["index"] = Of(index.Index) }),
        SliceExpressionSyntax slice => Slice(slice),
        ParenthesizedExpressionSyntax inner => new JsonObject { ["t"] = "paren", ["expr"] = Of(inner.Expression) },
        BinaryExpressionSyntax binary => Binary(SyntaxFacts.OperatorText(binary.Operator), Of(binary.Left), Of(binary.Right)),
        BetweenExpressionSyntax between => Binary(
            Negated(between.IsNegated, "BETWEEN"),
            Of(between.Operand),
            new JsonObject { ["t"] = "between", ["low"] = Of(between.Lower), ["high"] = Of(between.Upper) }),
        InListExpressionSyntax list => Binary(
            Negated(list.IsNegated, "IN"), Of(list.Operand), new JsonObject { ["t"] = "set", ["values"] = Array(list.Values) }),
        InArrayExpressionSyntax array => Binary(Negated(array.IsNegated, "IN"), Of(array.Operand), Of(array.Array)),
        LikeExpressionSyntax like => Binary(
            Negated(like.IsNegated, "LIKE"), Of(like.Operand), new JsonObject { ["t"] = "like", ["pattern"] = Of(like.Pattern) }),
        CaseExpressionSyntax @case => Case(@case),
        CallExpressionSyntax call => Call(call),
        _ => throw new InvalidOperationException($"No neutral form for {expression.GetType().Name}"),
    };

    public JsonArray Array(EquatableArray<ExpressionSyntax> expressions) => [.. expressions.Select(Of)];

    public static string Unit(TimeUnit unit) => unit switch
    {
        TimeUnit.Day => "dd",
        TimeUnit.Hour => "hh",
        TimeUnit.Minute => "mi",
        TimeUnit.Second => "ss",
        _ => "ms",
    };

    public static JsonNode Literal(object? value) => value switch
    {
        long number => new JsonObject { ["t"] = "int", ["value"] = number },
        double number => new JsonObject { ["t"] = "num", ["value"] = number },
        bool flag => new JsonObject { ["t"] = "bool", ["value"] = flag },
        string text => new JsonObject { ["t"] = "str", ["value"] = text },
        _ => new JsonObject { ["t"] = "ref", ["name"] = "NULL" },
    };

    private JsonObject Name(NameExpressionSyntax name)
    {
        if (name.Qualifier is null)
            return new JsonObject { ["t"] = "ref", ["name"] = name.Name };

        return sources.Contains(name.Qualifier)
            ? new JsonObject { ["t"] = "ref", ["name"] = name.Name, ["stream"] = name.Qualifier }
            : Binary("->", new JsonObject { ["t"] = "ref", ["name"] = name.Qualifier }, Key(name.Name));
    }

    private JsonObject Wildcard(WildcardExpressionSyntax wildcard)
    {
        if (wildcard.Qualifier is { } qualifier)
            return new() { ["t"] = "ref", ["name"] = "*", ["stream"] = qualifier };

        var json = new JsonObject { ["t"] = "wildcard" };
        if (!wildcard.Exceptions.IsEmpty)
            json["except"] = new JsonArray([.. wildcard.Exceptions.Select(static name => JsonValue.Create(name.Text))]);
        if (!wildcard.Replacements.IsEmpty)
            json["replace"] = new JsonArray([.. wildcard.Replacements.Select(Replacement)]);
        return json;
    }

    private JsonObject Replacement(SelectColumnSyntax column) =>
        new JsonObject { ["name"] = "", ["as"] = column.Alias?.Text, ["expr"] = Of(column.Expression) };

    private JsonObject Slice(SliceExpressionSyntax slice) => Binary("[]", Of(slice.Operand), new JsonObject
    {
        ["t"] = "slice",
        ["start"] = slice.Start is null ? Literal(0L) : Of(slice.Start),
        ["end"] = slice.End is null ? null : Of(slice.End),
    });

    private JsonObject Case(CaseExpressionSyntax @case)
    {
        var whens = @case.Branches.Select(branch => (JsonNode)new JsonObject { ["when"] = Of(branch.When), ["then"] = Of(branch.Then) });
        var json = new JsonObject { ["t"] = "case", ["whens"] = new JsonArray([.. whens]) };
        if (@case.Operand is { } operand)
            json["value"] = Of(operand);
        if (@case.Else is { } otherwise)
            json["else"] = Of(otherwise);
        return json;
    }

    // Names of functions are told apart from each other without case, and are shown in lower case.
    private JsonObject Call(CallExpressionSyntax call)
    {
        var name = call.Name.Text.ToLowerInvariant();
        var json = new JsonObject { ["t"] = "call", ["name"] = name, ["args"] = Arguments(name, call.Arguments) };
        if (FunctionKinds.Of(name) is { } kind)
            json["kind"] = kind;
        if (call.Over is not { } over)
            return json;

        if (!over.PartitionBy.IsEmpty)
            json["partition"] = Array(over.PartitionBy);
        if (over.When is { } when)
            json["when"] = Of(when);
        if (!over.OrderBy.IsEmpty)
            json["order"] = NeutralStatement.Order(over.OrderBy, this);
        return json;
    }

    private JsonArray Arguments(string function, EquatableArray<ExpressionSyntax> arguments) => function switch
    {
        // It works on whole rows, which the reference parser passes as an argument of its own.
        "deduplicate" => [new JsonObject { ["t"] = "wildcard" }, .. arguments.Select(Of)],
        "changed_cols" => [.. arguments.Select(argument => new JsonObject { ["t"] = "colfunc", ["name"] = ColumnName(argument), ["expr"] = Of(argument) })],
        _ => Array(arguments),
    };

    private static string ColumnName(ExpressionSyntax argument) => argument switch
    {
        NameExpressionSyntax name => name.Name,
        WildcardExpressionSyntax => "*",
        CallExpressionSyntax call => call.Name.Text.ToLowerInvariant(),
        _ => "",
    };

    private static JsonObject Binary(string @operator, JsonNode left, JsonNode right) =>
        new() { ["t"] = "bin", ["op"] = @operator, ["l"] = left, ["r"] = right };

    private static JsonObject Key(string name) => new() { ["t"] = "jsonref", ["name"] = name };

    private static string Negated(bool isNegated, string word) => isNegated ? "NOT " + word : word;
}
