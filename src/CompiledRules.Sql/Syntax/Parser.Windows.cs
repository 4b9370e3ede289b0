using System.Globalization;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Syntax;

public sealed partial class Parser
{
    // groupings := grouping { ',' grouping }
    private EquatableArray<GroupingSyntax> ParseGroupBy()
    {
        Expect(SyntaxKind.ByKeyword, "BY");
        var groupings = new List<GroupingSyntax>();
        do
            groupings.Add(ParseGrouping());
        while (TryTake(SyntaxKind.Comma));
        EndClause();
        return [.. groupings];
    }

    // grouping := window | expression
    private GroupingSyntax ParseGrouping()
    {
        if (Current.IsName && Peek(1).Kind == SyntaxKind.OpenParen)
        {
            if (WindowFacts.IsWindow(Current.Text))
                return ParseWindow(Current.Text);

            if (Spelling.Nearest(Current.Text, WindowFacts.Names) is { } window)
            {
                ReportSlip("a window", $"did you mean {window}?");
                return ParseWindow(window);
            }
        }

        var expression = ParseExpression();
        return new GroupKeySyntax(expression.Span, expression);
    }

    // window := name arguments { FILTER '(' WHERE expression ')' | over }
    private WindowSyntax ParseWindow(string name)
    {
        var start = Take().Span;
        var arguments = ParseArguments();
        var argumentSpan = SpanFrom(start);
        ExpressionSyntax? filter = null;
        OverSyntax? over = null;
        while (true)
        {
            if (filter is null && Is(SyntaxKind.FilterKeyword))
                filter = ParseFilter();
            else if (over is null && Is(SyntaxKind.OverKeyword))
                over = ParseOver();
            else
                break;
        }

        var window = CreateWindow(WindowFacts.KindOf(name), argumentSpan, arguments);
        return window with { Span = SpanFrom(start), Filter = filter, Over = over };
    }

    private ExpressionSyntax ParseFilter()
    {
        Take();
        if (!Expect(SyntaxKind.OpenParen, "'('"))
            return new MissingExpressionSyntax(MissingSpan());

        Expect(SyntaxKind.WhereKeyword, "WHERE");
        var filter = ParseExpression();
        ExpectClosing(SyntaxKind.CloseParen, "')'");
        return filter;
    }

    private WindowSyntax CreateWindow(WindowKind kind, TextSpan span, EquatableArray<ExpressionSyntax> arguments)
    {
        var (least, most, form) = WindowFacts.Signature(kind);
        if (arguments.Count < least || arguments.Count > most)
        {
            ReportKnown(SqlDiagnostics.WindowArgumentCount.At(span, arguments.Count.ToString(CultureInfo.InvariantCulture), form));
            return new InvalidWindowSyntax(span, null, null);
        }

        var window = kind switch
        {
            WindowKind.State => new StateWindowSyntax(span, arguments[0], arguments.Count == 2 ? arguments[1] : null, null, null),
            WindowKind.Count => CreateCountWindow(span, arguments),
            _ => CreateTimeWindow(kind, span, arguments),
        };
        return window ?? new InvalidWindowSyntax(span, null, null);
    }

    private CountWindowSyntax? CreateCountWindow(TextSpan span, EquatableArray<ExpressionSyntax> arguments)
    {
        var length = WindowNumber(arguments[0], "length", 1);
        var interval = arguments.Count == 2 ? WindowNumber(arguments[1], "interval", 1) : length;
        if (length is null || interval is null)
            return null;

        if (interval > length)
        {
            ReportKnown(SqlDiagnostics.CountWindowInterval.At(arguments[1].Span, Excerpt(arguments[1].Span), Excerpt(arguments[0].Span)));
            return null;
        }

        return new(span, length.Value, arguments.Count == 2 ? interval : null, null, null);
    }

    private WindowSyntax? CreateTimeWindow(WindowKind kind, TextSpan span, EquatableArray<ExpressionSyntax> arguments)
    {
        var unit = (arguments[0] as TimeUnitExpressionSyntax)?.Unit;
        if (unit is null && arguments[0] is not MissingExpressionSyntax)
            ReportKnown(SqlDiagnostics.WindowUnit.At(arguments[0].Span, Excerpt(arguments[0].Span)));

        var length = WindowNumber(arguments[1], kind == WindowKind.Session ? "maximum duration" : "length", 1);
        var second = arguments.Count < 3 ? 0 : WindowNumber(arguments[2], SecondName(kind), kind == WindowKind.Sliding ? 0 : 1);
        if (unit is not { } known || length is not { } first || second is not { } last)
            return null;

        return kind switch
        {
            WindowKind.Tumbling => new TumblingWindowSyntax(span, known, first, null, null),
            WindowKind.Hopping => new HoppingWindowSyntax(span, known, first, last, null, null),
            WindowKind.Sliding => new SlidingWindowSyntax(span, known, first, last, null, null),
            WindowKind.Session => new SessionWindowSyntax(span, known, first, last, null, null),
            _ => throw new InvalidOperationException($"{kind} is no window of time"),
        };
    }

    private static string SecondName(WindowKind kind) => kind switch
    {
        WindowKind.Hopping => "hop",
        WindowKind.Sliding => "delay",
        _ => "timeout",
    };

    private long? WindowNumber(ExpressionSyntax argument, string role, long least)
    {
        if (argument is LiteralExpressionSyntax { Value: long value } && value >= least)
            return value;

        if (argument is not MissingExpressionSyntax)
            ReportKnown(SqlDiagnostics.WindowNumber.At(argument.Span, Excerpt(argument.Span), role, least == 0 ? "that is not negative" : "above 0"));
        return null;
    }
}
