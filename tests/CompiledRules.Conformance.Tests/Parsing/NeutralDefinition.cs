using System.Globalization;
using System.Text.Json.Nodes;
using CompiledRules.Sql;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Conformance.Tests.Parsing;

/// <summary>Statements about streams and tables in the form of the conformance data.</summary>
internal static class NeutralDefinition
{
    public static JsonObject Of(StatementSyntax statement) => statement switch
    {
        CreateStatementSyntax create => Create(create),
        ShowStatementSyntax show => new() { ["t"] = $"show_{Word(show.Kind)}s" },
        DescribeStatementSyntax describe => Named("describe", describe.Kind, describe.Name),
        DropStatementSyntax drop => Named("drop", drop.Kind, drop.Name),
        ExplainStatementSyntax explain => Named("explain", explain.Kind, explain.Name),
        _ => throw new InvalidOperationException($"No neutral form for {statement.GetType().Name}"),
    };

    private static JsonObject Named(string verb, DefinitionKind kind, IdentifierSyntax name) =>
        new() { ["t"] = $"{verb}_{Word(kind)}", ["name"] = name.Text };

    private static string Word(DefinitionKind kind) => kind.ToString().ToLowerInvariant();

    private static JsonObject Create(CreateStatementSyntax create)
    {
        var options = new JsonObject();
        foreach (var option in StreamDefinition.ToSymbol(create).Options)
            options[option.Name] = Option(option);

        return new() { ["t"] = $"create_{Word(create.Kind)}", ["name"] = create.Name.Text, ["fields"] = Fields(create.Fields), ["options"] = options };
    }

    private static JsonValue Option(StreamOption option) => option.Name switch
    {
        "SHARED" or "STRICT_VALIDATION" or "TEMP" => JsonValue.Create(option.Value == "true"),
        "RETAIN_SIZE" => JsonValue.Create(long.Parse(option.Value, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(option.Value),
    };

    private static JsonArray Fields(EquatableArray<FieldSyntax> fields) => [.. fields.Select(Field)];

    private static JsonObject Field(FieldSyntax field)
    {
        var json = new JsonObject { ["name"] = field.Name.Text, ["type"] = Type(field.Type) };
        if (field.Default is { } value)
            json["default"] = NeutralExpression.Literal(value.Value);
        return json;
    }

    private static JsonNode Type(TypeSyntax type) => type switch
    {
        ArrayTypeSyntax array => new JsonObject { ["array"] = Type(array.Element) },
        StructTypeSyntax @struct => new JsonObject { ["struct"] = Fields(@struct.Fields) },
        SimpleTypeSyntax simple => JsonValue.Create(simple.Type.ToString().ToLowerInvariant()),
        _ => throw new InvalidOperationException($"No neutral form for {type.GetType().Name}"),
    };
}
