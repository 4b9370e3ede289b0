namespace CompiledRules.Sql.Syntax;

/// <summary>Keywords, operators and their precedence, as data.</summary>
public static class SyntaxFacts
{
    private static readonly Dictionary<string, SyntaxKind> s_keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SELECT"] = SyntaxKind.SelectKeyword,
        ["AS"] = SyntaxKind.AsKeyword,
        ["FROM"] = SyntaxKind.FromKeyword,
        ["WHERE"] = SyntaxKind.WhereKeyword,
        ["AND"] = SyntaxKind.AndKeyword,
        ["OR"] = SyntaxKind.OrKeyword,
        ["GROUP"] = SyntaxKind.GroupKeyword,
        ["HAVING"] = SyntaxKind.HavingKeyword,
        ["ORDER"] = SyntaxKind.OrderKeyword,
        ["BY"] = SyntaxKind.ByKeyword,
        ["DESC"] = SyntaxKind.DescKeyword,
        ["ASC"] = SyntaxKind.AscKeyword,
        ["FILTER"] = SyntaxKind.FilterKeyword,
        ["INNER"] = SyntaxKind.InnerKeyword,
        ["LEFT"] = SyntaxKind.LeftKeyword,
        ["RIGHT"] = SyntaxKind.RightKeyword,
        ["FULL"] = SyntaxKind.FullKeyword,
        ["CROSS"] = SyntaxKind.CrossKeyword,
        ["JOIN"] = SyntaxKind.JoinKeyword,
        ["ON"] = SyntaxKind.OnKeyword,
        ["CASE"] = SyntaxKind.CaseKeyword,
        ["WHEN"] = SyntaxKind.WhenKeyword,
        ["THEN"] = SyntaxKind.ThenKeyword,
        ["DEFAULT"] = SyntaxKind.DefaultKeyword,
        ["ELSE"] = SyntaxKind.ElseKeyword,
        ["END"] = SyntaxKind.EndKeyword,
        ["IN"] = SyntaxKind.InKeyword,
        ["NOT"] = SyntaxKind.NotKeyword,
        ["BETWEEN"] = SyntaxKind.BetweenKeyword,
        ["LIKE"] = SyntaxKind.LikeKeyword,
        ["OVER"] = SyntaxKind.OverKeyword,
        ["PARTITION"] = SyntaxKind.PartitionKeyword,
        ["REPLACE"] = SyntaxKind.ReplaceKeyword,
        ["EXCEPT"] = SyntaxKind.ExceptKeyword,
        ["INVISIBLE"] = SyntaxKind.InvisibleKeyword,
        ["TRUE"] = SyntaxKind.TrueKeyword,
        ["FALSE"] = SyntaxKind.FalseKeyword,
        ["DD"] = SyntaxKind.DayKeyword,
        ["HH"] = SyntaxKind.HourKeyword,
        ["MI"] = SyntaxKind.MinuteKeyword,
        ["SS"] = SyntaxKind.SecondKeyword,
        ["MS"] = SyntaxKind.MillisecondKeyword,
        ["LIMIT"] = SyntaxKind.LimitKeyword,
    };

    private static readonly Dictionary<SyntaxKind, (string Text, int Precedence)> s_binaryOperators = new()
    {
        [SyntaxKind.OrKeyword] = ("OR", 1),
        [SyntaxKind.AndKeyword] = ("AND", 2),
        [SyntaxKind.Equal] = ("=", ComparisonPrecedence),
        [SyntaxKind.NotEqual] = ("!=", ComparisonPrecedence),
        [SyntaxKind.Less] = ("<", ComparisonPrecedence),
        [SyntaxKind.LessOrEqual] = ("<=", ComparisonPrecedence),
        [SyntaxKind.Greater] = (">", ComparisonPrecedence),
        [SyntaxKind.GreaterOrEqual] = (">=", ComparisonPrecedence),
        [SyntaxKind.Plus] = ("+", AdditivePrecedence),
        [SyntaxKind.Minus] = ("-", AdditivePrecedence),
        [SyntaxKind.Bar] = ("|", AdditivePrecedence),
        [SyntaxKind.Caret] = ("^", AdditivePrecedence),
        [SyntaxKind.BarBar] = ("||", AdditivePrecedence),
        [SyntaxKind.Star] = ("*", 5),
        [SyntaxKind.Slash] = ("/", 5),
        [SyntaxKind.Percent] = ("%", 5),
        [SyntaxKind.Ampersand] = ("&", 5),
    };

    /// <summary>The precedence of <c>=</c>, <c>IN</c>, <c>BETWEEN</c>, <c>LIKE</c> and <c>IS NULL</c>.</summary>
    public const int ComparisonPrecedence = 3;

    /// <summary>The precedence of <c>+</c>, and the loosest that stands in a bound of <c>BETWEEN</c>.</summary>
    public const int AdditivePrecedence = 4;

    /// <summary>The reserved words; a name spelt like one stands in backquotes.</summary>
    public static IEnumerable<string> Keywords => s_keywords.Keys;

    /// <summary>The keyword's kind whatever its case, or <see cref="SyntaxKind.Identifier"/>.</summary>
    public static SyntaxKind KeywordOrIdentifier(string text) => s_keywords.TryGetValue(text, out var kind) ? kind : SyntaxKind.Identifier;

    /// <summary>The kind of a token that is one character and begins no longer one, or <see cref="SyntaxKind.None"/>.</summary>
    public static SyntaxKind SignKind(char sign) => sign switch
    {
        '(' => SyntaxKind.OpenParen,
        ')' => SyntaxKind.CloseParen,
        '[' => SyntaxKind.OpenBracket,
        ']' => SyntaxKind.CloseBracket,
        ',' => SyntaxKind.Comma,
        '.' => SyntaxKind.Dot,
        ':' => SyntaxKind.Colon,
        ';' => SyntaxKind.Semicolon,
        '#' => SyntaxKind.Hash,
        '*' => SyntaxKind.Star,
        '/' => SyntaxKind.Slash,
        '%' => SyntaxKind.Percent,
        '+' => SyntaxKind.Plus,
        '&' => SyntaxKind.Ampersand,
        '^' => SyntaxKind.Caret,
        '=' => SyntaxKind.Equal,
        _ => SyntaxKind.None,
    };

    /// <summary>The unit that a keyword such as <c>SS</c> stands for; null for another kind.</summary>
    public static TimeUnit? TimeUnitOf(SyntaxKind kind) => kind switch
    {
        SyntaxKind.MillisecondKeyword => TimeUnit.Millisecond,
        SyntaxKind.SecondKeyword => TimeUnit.Second,
        SyntaxKind.MinuteKeyword => TimeUnit.Minute,
        SyntaxKind.HourKeyword => TimeUnit.Hour,
        SyntaxKind.DayKeyword => TimeUnit.Day,
        _ => null,
    };

    /// <summary>1 binds loosest, 5 tightest; 0 for a kind that is no operator between two expressions.</summary>
    public static int BinaryPrecedence(SyntaxKind kind) => s_binaryOperators.TryGetValue(kind, out var row) ? row.Precedence : 0;

    /// <summary>The operator in SQL, such as <c>!=</c> or <c>AND</c>.</summary>
    public static string OperatorText(SyntaxKind kind) => s_binaryOperators.TryGetValue(kind, out var row)
        ? row.Text
        : kind == SyntaxKind.NotKeyword ? "NOT" : throw new InvalidOperationException($"{kind} is no operator");
}
