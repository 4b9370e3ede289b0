using System.Globalization;

namespace CompiledRules.Compiler.Tests;

/// <summary>A piece of SQL beside what it means for a row, written down as plainly as possible. The row is n, m, x, s, b.</summary>
/// <remarks>Divisors are never zero and texts that are matched never null, so that nothing depends on which part is evaluated first.</remarks>
internal sealed record NaiveTerm(string Sql, Func<SqlValue[], SqlValue> Value)
{
    public static NaiveTerm Number(Random random, int depth) => random.Next(depth > 0 ? 10 : 4) switch
    {
        0 => new("n", static row => Known(row[0])),
        1 => new("m", static row => Known(row[1])),
        2 => new("x", static row => Known(row[2])),
        3 => Literal(random.Next(1, 100)),
        4 => Arithmetic(Pick(random, '+', '-', '*'), Number(random, depth - 1), Number(random, depth - 1)),
        5 => Arithmetic(Pick(random, '/', '%'), Number(random, depth - 1), Literal(random.Next(1, 9))),
        6 => Of(Number(random, depth - 1), static term => new($"abs({term.Sql})", row => Absolute(term.Value(row)))),
        7 => Choice(Condition(random, depth - 1), Number(random, depth - 1), Number(random, depth - 1)),
        8 => Of(Text(random, depth - 1), static term => new($"length({term.Sql})", row => term.Value(row) is { IsNull: false } text ? text.AsString().EnumerateRunes().Count() : 0L)),
        _ => Of(Number(random, depth - 1), term => Literal(random.Next(10)) is var other ? new NaiveTerm($"coalesce({term.Sql}, {other.Sql})", row => term.Value(row) is { IsNull: false } value ? value : other.Value(row)) : null!),
    };

    public static NaiveTerm Text(Random random, int depth) => random.Next(depth > 0 ? 5 : 2) switch
    {
        0 => new("s", static row => Known(row[3])),
        1 => Of(Pick(random, "a", "lab", "é%"), static text => new NaiveTerm($"'{text}'", _ => text)),
        2 => Of(Text(random, depth - 1), static term => new($"upper({term.Sql})", row => term.Value(row) is { IsNull: false } text ? text.AsString().ToUpperInvariant() : SqlValue.Null)),
        3 => Of((Text(random, depth - 1), Text(random, depth - 1)), static both => new(
            $"concat({both.Item1.Sql}, {both.Item2.Sql})", row => string.Concat(OrEmpty(both.Item1.Value(row)), OrEmpty(both.Item2.Value(row))))),
        _ => Choice(new("s = 'a'", static row => row[3].IsString && row[3].AsString() == "a"), Text(random, depth - 1), Text(random, depth - 1)),
    };

    /// <summary>Null counts as false where it decides, and every comparison with null is false.</summary>
    public static NaiveTerm Condition(Random random, int depth) => random.Next(depth > 0 ? 7 : 1) switch
    {
        0 => Comparison(Pick(random, "<", "<=", "=", "!=", ">=", ">"), Number(random, 0), Number(random, 0)),
        1 => Comparison(Pick(random, "<", "<=", "=", "!=", ">=", ">"), Number(random, depth - 1), Number(random, depth - 1)),
        2 => Of((Condition(random, depth - 1), Condition(random, depth - 1)), static both => new($"({both.Item1.Sql} AND {both.Item2.Sql})", row => IsTrue(both.Item1.Value(row)) && IsTrue(both.Item2.Value(row)))),
        3 => Of((Condition(random, depth - 1), Condition(random, depth - 1)), static both => new($"({both.Item1.Sql} OR {both.Item2.Sql})", row => IsTrue(both.Item1.Value(row)) || IsTrue(both.Item2.Value(row)))),
        4 => Between(Number(random, depth - 1), Number(random, depth - 1), Number(random, depth - 1)),
        5 => Of((Number(random, depth - 1), Number(random, depth - 1)), static both => new(
            $"{both.Item1.Sql} IN (1, {both.Item2.Sql}, n)", row => new SqlValue[] { 1L, both.Item2.Value(row), Known(row[0]) }.Any(item => IsTrue(Compare("=", both.Item1.Value(row), item))))),
        _ => Like(Text(random, depth - 1), Pick(random, "%a%", "l_b", "%")),
    };

    private static NaiveTerm Literal(long number) => new(number.ToString(CultureInfo.InvariantCulture), _ => number);

    private static NaiveTerm Arithmetic(char sign, NaiveTerm left, NaiveTerm right) => new($"({left.Sql} {sign} {right.Sql})", row => (left.Value(row), right.Value(row)) switch
    {
        ({ IsNull: true }, _) or (_, { IsNull: true }) => SqlValue.Null,
        ({ IsInteger: true } a, { IsInteger: true } b) => unchecked(sign switch
        {
            '+' => a.AsInteger() + b.AsInteger(),
            '-' => a.AsInteger() - b.AsInteger(),
            '*' => a.AsInteger() * b.AsInteger(),
            '/' => a.AsInteger() / b.AsInteger(),
            _ => a.AsInteger() % b.AsInteger(),
        }),
        var (a, b) => sign switch
        {
            '+' => a.AsNumber() + b.AsNumber(),
            '-' => a.AsNumber() - b.AsNumber(),
            '*' => a.AsNumber() * b.AsNumber(),
            '/' => a.AsNumber() / b.AsNumber(),
            _ => a.AsNumber() % b.AsNumber(),
        },
    });

    private static NaiveTerm Comparison(string sign, NaiveTerm left, NaiveTerm right) => new($"{left.Sql} {sign} {right.Sql}", row => Compare(sign, left.Value(row), right.Value(row)));

    private static NaiveTerm Between(NaiveTerm value, NaiveTerm lower, NaiveTerm upper) => new(
        $"{value.Sql} BETWEEN {lower.Sql} AND {upper.Sql}", row => IsTrue(Compare(">=", value.Value(row), lower.Value(row))) && IsTrue(Compare("<=", value.Value(row), upper.Value(row))));

    private static NaiveTerm Choice(NaiveTerm condition, NaiveTerm then, NaiveTerm @else) => new(
        $"CASE WHEN {condition.Sql} THEN {then.Sql} ELSE {@else.Sql} END", row => IsTrue(condition.Value(row)) ? then.Value(row) : @else.Value(row));

    private static NaiveTerm Like(NaiveTerm term, string pattern) => new($"concat({term.Sql}, '') LIKE '{pattern}'", row => OrEmpty(term.Value(row)) is var text && pattern switch
    {
        "%a%" => text.Contains('a', StringComparison.Ordinal),
        "l_b" => text.Length == 3 && text[0] == 'l' && text[2] == 'b',
        _ => true,
    });

    private static SqlValue Compare(string sign, SqlValue left, SqlValue right)
    {
        if (left.IsNull || right.IsNull)
            return false;
        if (left.IsInteger && right.IsInteger)
            return Holds(sign, left.AsInteger().CompareTo(right.AsInteger()));
        var (a, b) = (left.AsNumber(), right.AsNumber());
        return double.IsNaN(a) || double.IsNaN(b) ? sign == "!=" : Holds(sign, a.CompareTo(b));
    }

    private static bool Holds(string sign, int order) => sign switch
    {
        "<" => order < 0,
        "<=" => order <= 0,
        "=" => order == 0,
        "!=" => order != 0,
        ">=" => order >= 0,
        _ => order > 0,
    };

    private static SqlValue Absolute(SqlValue value) =>
        value.IsNull ? SqlValue.Null
        : value.IsInteger ? (value.AsInteger() < 0 ? unchecked(-value.AsInteger()) : value)
        : Math.Abs(value.AsFloat());

    private static bool IsTrue(SqlValue value) => value.IsBoolean && value.AsBoolean();

    private static string OrEmpty(SqlValue text) => text.IsNull ? "" : text.AsString();

    private static SqlValue Known(SqlValue value) => value.IsNull ? SqlValue.Null : value;

    private static NaiveTerm Of<T>(T part, Func<T, NaiveTerm> make) => make(part);

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
