using System.Globalization;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Tests.Syntax;

/// <summary>Writes a tree with a parenthesis around every operation, so that a test can show how a text was understood.</summary>
internal static class SyntaxShape
{
    public static string Of(ExpressionSyntax? expression) => expression switch
    {
        null => "",
        LiteralExpressionSyntax { Value: null } => "NULL",
        LiteralExpressionSyntax { Value: string text } => $"'{text}'",
        LiteralExpressionSyntax { Value: double number } => number.ToString("0.0###", CultureInfo.InvariantCulture),
        LiteralExpressionSyntax { Value: bool flag } => flag ? "TRUE" : "FALSE",
        LiteralExpressionSyntax literal => Convert.ToString(literal.Value, CultureInfo.InvariantCulture)!,
        TimeUnitExpressionSyntax unit => unit.Unit.ToString(),
        NameExpressionSyntax name => name.Qualifier is null ? name.Name : $"{name.Qualifier}.{name.Name}",
        WildcardExpressionSyntax wildcard => Wildcard(wildcard),
        MemberExpressionSyntax member => $"({Of(member.Operand)} {(member.IsArrow ? "->" : ".")} {member.Name})",
        IndexExpressionSyntax index => $"{Of(index.Operand)}[{Of(index.Index)}]",
        SliceExpressionSyntax slice => $"{Of(slice.Operand)}[{Of(slice.Start)}:{Of(slice.End)}]",
        ParenthesizedExpressionSyntax inner => $"{{{Of(inner.Expression)}}}",
        UnaryExpressionSyntax unary => $"({(unary.Operator == SyntaxKind.Minus ? "-" : "NOT ")}{Of(unary.Operand)})",
        BinaryExpressionSyntax binary => $"({Of(binary.Left)} {SyntaxFacts.OperatorText(binary.Operator)} {Of(binary.Right)})",
        BetweenExpressionSyntax between => $"({Of(between.Operand)}{Not(between.IsNegated)} BETWEEN {Of(between.Lower)} AND {Of(between.Upper)})",
        InListExpressionSyntax list => $"({Of(list.Operand)}{Not(list.IsNegated)} IN ({List(list.Values)}))",
        InArrayExpressionSyntax array => $"({Of(array.Operand)}{Not(array.IsNegated)} IN {Of(array.Array)})",
        LikeExpressionSyntax like => $"({Of(like.Operand)}{Not(like.IsNegated)} LIKE {Of(like.Pattern)})",
        IsNullExpressionSyntax test => $"({Of(test.Operand)} IS{Not(test.IsNegated)} NULL)",
        CaseExpressionSyntax @case => Case(@case),
        CastExpressionSyntax cast => $"CAST({Of(cast.Operand)} AS {Of(cast.Type)})",
        CallExpressionSyntax call => $"{call.Name.Text}({List(call.Arguments)}){Of(call.Over)}",
        MissingExpressionSyntax => "?",
        _ => throw new InvalidOperationException($"No shape for {expression.GetType().Name}"),
    };

    public static string Of(TypeSyntax type) => type switch
    {
        SimpleTypeSyntax simple => simple.Type.ToString().ToUpperInvariant(),
        ArrayTypeSyntax array => $"ARRAY({Of(array.Element)})",
        StructTypeSyntax @struct => $"STRUCT({Fields(@struct.Fields)})",
        _ => "?",
    };

    public static string Fields(EquatableArray<FieldSyntax> fields) =>
        string.Join(", ", fields.Select(static field => $"{field.Name.Text} {Of(field.Type)}" + (field.Default is null ? "" : $" DEFAULT {Of(field.Default)}")));

    public static string Of(OverSyntax? over) => over is null
        ? ""
        : $" OVER (PARTITION {List(over.PartitionBy)} WHEN {Of(over.When)} ORDER {Order(over.OrderBy)})";

    public static string Order(EquatableArray<OrderTermSyntax> terms) =>
        string.Join(", ", terms.Select(static term => Of(term.Expression) + (term.IsDescending ? " DESC" : "")));

    private static string List(EquatableArray<ExpressionSyntax> items) => string.Join(", ", items.Select(Of));

    private static string Not(bool isNegated) => isNegated ? " NOT" : "";

    private static string Case(CaseExpressionSyntax @case) =>
        $"CASE {Of(@case.Operand)}[{string.Join("; ", @case.Branches.Select(static branch => $"{Of(branch.When)} => {Of(branch.Then)}"))}] {Of(@case.Else)}";

    private static string Wildcard(WildcardExpressionSyntax wildcard)
    {
        var text = wildcard.Qualifier is null ? "*" : wildcard.Qualifier + ".*";
        if (!wildcard.Exceptions.IsEmpty)
            text += $" EXCEPT({string.Join(", ", wildcard.Exceptions.Select(static name => name.Text))})";
        if (!wildcard.Replacements.IsEmpty)
            text += $" REPLACE({string.Join(", ", wildcard.Replacements.Select(static column => $"{Of(column.Expression)} AS {column.Alias?.Text}"))})";
        return text;
    }
}
