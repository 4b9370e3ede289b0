using System.Globalization;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Tests;

/// <summary>Random well-typed statements over random rows: expression trees and Roslyn give the same rows and the same errors, and what a naive interpreter gives.</summary>
public sealed class BackendDifferenceTests
{
    private const int Statements = 60;
    private const int Rows = 25;

    private static readonly Catalog s_catalog = new(
        [
            new StreamSymbol("demo", StreamKind.Stream, [new("n", SqlType.BigInt), new("m", SqlType.BigInt), new("x", SqlType.Float), new("s", SqlType.String), new("b", SqlType.Boolean), new("v", SqlType.Any)], false),
        ],
        new FunctionTable(FunctionReader.BuiltIn));

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Back_ends_agree(int seed)
    {
        var random = new Random(seed);
        // Functions are stricter with literals than with columns, so that a few statements are refused.
        var statements = Enumerable.Range(0, 10 * Statements).Select(_ => Statement(random)).Where(IsAccepted).Take(Statements).ToList();
        var rows = Enumerable.Range(0, Rows).Select(_ => Row(random)).ToArray();
        var optimized = RuleCompiler.CompileAll(statements, s_catalog);

        Assert.That(statements, Has.Count.EqualTo(Statements));
        for (var i = 0; i < Statements; i++)
            Assert.That(Run(optimized[i], rows), Is.EqualTo(Run(RuleCompiler.Compile(statements[i], s_catalog), rows)), statements[i]);
    }

    [TestCase(11)]
    [TestCase(12)]
    [TestCase(13)]
    public void Both_do_what_a_naive_interpreter_does(int seed)
    {
        var random = new Random(seed);
        var terms = Enumerable.Range(0, Statements).Select(_ => (Where: NaiveTerm.Condition(random, 4), A: NaiveTerm.Number(random, 4), T: NaiveTerm.Text(random, 3), C: NaiveTerm.Condition(random, 3))).ToList();
        var rows = Enumerable.Range(0, Rows).Select(_ => Row(random)).ToArray();
        var statements = terms.ConvertAll(static term => $"SELECT {term.A.Sql} AS a, {term.T.Sql} AS t, {term.C.Sql} AS c FROM demo WHERE {term.Where.Sql}");
        var optimized = RuleCompiler.CompileAll(statements, s_catalog);
        var kept = 0;

        for (var i = 0; i < Statements; i++)
        {
            var term = terms[i];
            kept += rows.Count(row => term.Where.Value(row).AsBoolean());
            var expected = string.Join('\n', rows
                .Where(row => term.Where.Value(row).AsBoolean())
                .Select(row => string.Join(' ', new[] { term.A, term.C, term.T }.Select(part => Describe(part.Value(row))))));
            Assert.That(Run(RuleCompiler.Compile(statements[i], s_catalog), rows), Is.EqualTo(expected), statements[i]);
            Assert.That(Run(optimized[i], rows), Is.EqualTo(expected), statements[i]);
        }

        Assert.That(kept, Is.GreaterThan(Statements), "most statements have to give rows for the comparison to mean something");
    }

    // What is null in a computed column is left out of the row.
    private static string Describe(SqlValue value) => SqlText.Describe(value.IsNull ? SqlValue.Missing : value);

    private static bool IsAccepted(string sql) => !Sql.Compilation.Compile(sql, s_catalog, Sql.Planning.RuleOptions.Default).HasErrors;

    private static string Statement(Random random) =>
        $"SELECT {Number(random, 4)} AS a, {Text(random, 3)} AS t, {Condition(random, 3)} AS c, a AS again FROM demo WHERE {Condition(random, 4)}";

    private static string Number(Random random, int depth) => random.Next(depth > 0 ? 9 : 4) switch
    {
        0 => "n",
        1 => "m",
        2 => "x",
        3 => random.Next(-3, 100).ToString(CultureInfo.InvariantCulture),
        4 => $"({Number(random, depth - 1)} {Pick(random, "+", "-", "*", "/", "%")} {Number(random, depth - 1)})",
        5 => $"abs({Number(random, depth - 1)})",
        6 => $"CASE WHEN {Condition(random, depth - 1)} THEN {Number(random, depth - 1)} ELSE {Number(random, depth - 1)} END",
        7 => $"length({Text(random, depth - 1)})",
        _ => $"coalesce({Number(random, depth - 1)}, {random.Next(10)})",
    };

    private static string Text(Random random, int depth) => random.Next(depth > 0 ? 5 : 2) switch
    {
        0 => "s",
        1 => $"'{Pick(random, "", "a", "lab", "é%")}'",
        2 => $"upper({Text(random, depth - 1)})",
        3 => $"concat({Text(random, depth - 1)}, {Text(random, depth - 1)})",
        _ => $"CASE s WHEN 'a' THEN {Text(random, depth - 1)} ELSE {Text(random, depth - 1)} END",
    };

    private static string Condition(Random random, int depth) => random.Next(depth > 0 ? 9 : 2) switch
    {
        0 => "b",
        1 => "n > 3",
        2 => $"{Number(random, depth - 1)} {Pick(random, "<", "<=", "=", "!=", ">=", ">")} {Number(random, depth - 1)}",
        3 => $"({Condition(random, depth - 1)} {Pick(random, "AND", "OR")} {Condition(random, depth - 1)})",
        4 => $"NOT ({Condition(random, depth - 1)})",
        5 => $"{Number(random, depth - 1)} BETWEEN {Number(random, depth - 1)} AND {Number(random, depth - 1)}",
        6 => $"{Number(random, depth - 1)} IN (1, {Number(random, depth - 1)}, n)",
        7 => $"{Text(random, depth - 1)} LIKE '{Pick(random, "%a%", "l_b", "%")}'",
        _ => $"v {Pick(random, "=", "<", ">=")} {Number(random, depth - 1)}",
    };

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];

    private static SqlValue[] Row(Random random) =>
    [
        Integer(random), Integer(random),
        random.Next(6) switch { 0 => SqlValue.Null, 1 => SqlValue.Missing, 2 => SqlValue.From(double.MaxValue), _ => SqlValue.From(random.Next(-50, 50) / 4.0) },
        random.Next(5) switch { 0 => SqlValue.Null, 1 => SqlValue.From(""), 2 => SqlValue.From("a"), _ => SqlValue.From("Lab é") },
        random.Next(4) switch { 0 => SqlValue.Null, 1 => SqlValue.From(true), _ => SqlValue.From(false) },
        random.Next(5) switch { 0 => SqlValue.From("7"), 1 => SqlValue.From(2.5), 2 => SqlValue.Null, _ => SqlValue.From(random.NextInt64(-5, 5)) },
    ];

    private static SqlValue Integer(Random random) => random.Next(8) switch
    {
        0 => SqlValue.Null,
        1 => SqlValue.Missing,
        2 => SqlValue.From(long.MaxValue),
        3 => SqlValue.From(long.MinValue),
        _ => SqlValue.From((long)random.Next(-10, 10)),
    };

    private static string Run(CompiledRule rule, SqlValue[][] rows)
    {
        var output = new Collected<Row>();
        var run = rule.Program.Start(new RuleStart("", TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), new Runtime.Time.RuleTimers(0), output));
        var layout = rule.Program.Inputs[0].Layout;
        string[] names = ["n", "m", "x", "s", "b", "v"];
        run.InputOf(0).OnNext(rows.Select(row => new Row([.. layout.Columns.Select(column => row[Array.IndexOf(names, column)])], 0)).ToArray());
        return string.Join('\n', output.Rows.Select(static row => string.Join(' ', row.Slots.Select(SqlText.Describe))).Concat(output.Errors.Select(static error => error.Message)));
    }
}
