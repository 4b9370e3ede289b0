using CompiledRules.Sql.Diagnostics;

namespace CompiledRules.Sql.Syntax;

public sealed partial class Parser
{
    // type := BIGINT | FLOAT | STRING | DATETIME | BOOLEAN | BYTEA | ARRAY '(' type ')' | STRUCT fields
    private TypeSyntax ParseType()
    {
        if (_depth == MaxDepth)
        {
            ReportTooDeep();
            return new MissingTypeSyntax(MissingSpan());
        }

        _depth++;
        var type = ParseTypeByName();
        _depth--;
        return type;
    }

    private TypeSyntax ParseTypeByName()
    {
        var token = Current;
        if (TypeFacts.SimpleTypeOf(token) is { } simple)
            return new SimpleTypeSyntax(Take().Span, simple);

        if (TryTakeWord("ARRAY"))
        {
            Expect(SyntaxKind.OpenParen, "'('");
            var element = ParseType();
            ExpectClosing(SyntaxKind.CloseParen, "')'");
            return new ArrayTypeSyntax(SpanFrom(token.Span), element);
        }

        if (TryTakeWord("STRUCT"))
        {
            var fields = ParseFields();
            return new StructTypeSyntax(SpanFrom(token.Span), fields);
        }

        Report(SqlDiagnostics.UnknownType.At(token.Span, token.Describe()) with { Hint = TypeFacts.HintFor(token) });
        if (!token.IsName)
            return new MissingTypeSyntax(MissingSpan());

        // A wrong word in the place of a type is all that is wrong here.
        Take();
        _isLost = false;
        return new MissingTypeSyntax(token.Span);
    }

    // fields := '(' [ field { ',' field } [ ',' ] ] ')'
    private EquatableArray<FieldSyntax> ParseFields()
    {
        if (!Expect(SyntaxKind.OpenParen, "'('"))
            return [];

        var fields = new List<FieldSyntax>();
        var hasMore = !Is(SyntaxKind.CloseParen);
        while (hasMore)
        {
            fields.Add(ParseField());
            hasMore = TakeSeparator(SyntaxKind.CloseParen, "',' or ')'") && !Is(SyntaxKind.CloseParen);
        }

        ExpectClosing(SyntaxKind.CloseParen, "')'");
        return [.. fields];
    }

    // field := name type [ DEFAULT [ '-' ] literal ]
    private FieldSyntax ParseField()
    {
        var name = ExpectName("the name of a column");
        var type = ParseType();
        var value = TryTake(SyntaxKind.DefaultKeyword) ? ParseDefault(type) : null;
        return new(SpanFrom(name.Span), name, type, value);
    }

    private LiteralExpressionSyntax? ParseDefault(TypeSyntax type)
    {
        var keyword = Previous.Span;
        if (ParseUnary() is not LiteralExpressionSyntax literal)
        {
            ReportUnexpected("a literal as the default");
            return null;
        }

        if (type is MissingTypeSyntax)
            return null;

        if (type is not SimpleTypeSyntax { Type: var simple } || !DefaultValues.AreKnownFor(simple))
        {
            ReportKnown(SqlDiagnostics.DefaultOfType.At(keyword.To(literal.Span), Excerpt(type.Span)));
            return null;
        }

        if (DefaultValues.Convert(literal.Value, simple) is { } value)
            return literal with { Value = value };

        ReportKnown(SqlDiagnostics.DefaultValue.At(literal.Span, Excerpt(literal.Span), TypeFacts.NameOf(simple)));
        return null;
    }
}
