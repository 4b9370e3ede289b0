using System.Buffers;
using System.Globalization;
using System.Text;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Runtime.Matching;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Tests;

/// <summary>Rules of a set give what each of them gives alone.</summary>
public sealed class RuleSetTests
{
    private static readonly Catalog s_catalog = new(
        [
            new StreamSymbol("s", StreamKind.Stream, [], true),
            new StreamSymbol("t", StreamKind.Stream, [new("a", SqlType.BigInt), new("b", SqlType.Float), new("c", SqlType.String)], false),
        ],
        new FunctionTable(FunctionReader.BuiltIn));

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Typed_rules(int seed)
    {
        var random = new Random(seed);
        var statements = Enumerable.Range(0, 120).Select(_ => Statement(random, "a AS A, b AS B", "rows")).ToList();
        var rows = Enumerable.Range(0, 400).Select(_ => RowOf(random)).ToArray();
        var together = new Together<Result>();
        RuleCompiler.CompileSet<Input, Result>(statements).Start(together).OnNext(rows);

        for (var rule = 0; rule < statements.Count; rule++)
        {
            var alone = new Collected<Result>();
            RuleCompiler.Compile<Input, Result>(statements[rule]).Start(alone).OnNext(rows);
            Assert.That(together.Of(rule), Is.EqualTo(alone.Rows.Select(static row => row.ToString())), statements[rule]);
        }
    }

    [TestCase("s", 1)]
    [TestCase("s", 2)]
    [TestCase("t", 3)]
    public void Json_rules(string stream, int seed)
    {
        var random = new Random(seed);
        var statements = Enumerable.Range(0, 100).Select(_ => Statement(random, random.Next(3) switch { 0 => "a, b", 1 => "*", _ => "b AS x, upper(c) AS c" }, stream)).ToList();
        statements.Add($"SELECT count(*) AS n, a FROM {stream} WHERE b > 5 GROUP BY a, COUNTWINDOW(20)");
        statements.Add($"SELECT lag(a) AS before, a FROM {stream} WHERE b > 5");
        statements.Add($"SELECT 10 / a AS q FROM {stream} WHERE b < 9");
        var messages = Enumerable.Range(0, 300).Select(_ => Message(random, isMixed: stream == "s")).ToList();
        var together = new JsonTogether();
        var set = new JsonRuleSet(RuleCompiler.CompileSet(statements, s_catalog), SchemaOf(stream), together, 0);
        foreach (var message in messages)
            set.OnMessage(message, 0);

        for (var rule = 0; rule < statements.Count; rule++)
        {
            var alone = new List<string>();
            var output = new ArrayBufferWriter<byte>();
            var one = new JsonRule(RuleCompiler.Compile(statements[rule], s_catalog), SchemaOf(stream), output, 0, alone.Add);
            foreach (var message in messages)
                one.OnMessage(message, 0);
            Assert.That(string.Concat(together.Of(rule).Select(static line => line + "\n")), Is.EqualTo(Encoding.UTF8.GetString(output.WrittenSpan)), statements[rule]);
            Assert.That(together.ErrorsOf(rule), Is.EqualTo(alone), statements[rule]);
        }
    }

    [Test]
    public void Rules_that_differ_in_a_threshold_share_one_result()
    {
        var shared = new Together<Result>();
        RuleCompiler.CompileSet<Input, Result>([.. Enumerable.Range(0, 100).Select(static limit => $"SELECT a AS A, b AS B FROM rows WHERE b > {limit}")])
            .Start(shared).OnNext([new Input(1, 41.5, "x")]);

        Assert.That(shared.Calls, Is.EqualTo(1));
        Assert.That(Enumerable.Range(0, 100).Select(rule => shared.Of(rule).Count()), Is.EqualTo(Enumerable.Range(0, 100).Select(static rule => rule < 42 ? 1 : 0)));
    }

    [Test]
    public void Rules_of_other_columns_do_not_share_their_names()
    {
        var together = new JsonTogether();
        var set = new JsonRuleSet(RuleCompiler.CompileSet(["SELECT a AS x FROM s WHERE a > 1", "SELECT a AS y FROM s WHERE a > 2"], s_catalog), SchemaOf("s"), together, 0);
        set.OnMessage("""{"a": 3}"""u8.ToArray(), 0);

        Assert.That((together.Of(0).Single(), together.Of(1).Single()), Is.EqualTo(("""{"x":3}""", """{"y":3}""")));
    }

    [Test]
    public void Error_of_a_shared_body_is_one_of_each_rule_and_names_its_own_text()
    {
        var together = new JsonTogether();
        var set = new JsonRuleSet(RuleCompiler.CompileSet(["SELECT b / a AS x FROM s WHERE b > 1", "SELECT  b / a AS x FROM s WHERE b > 2"], s_catalog), SchemaOf("s"), together, 0);
        set.OnMessage("""{"a": "no", "b": 5}"""u8.ToArray(), 0);

        Assert.That((together.ErrorsOf(0).Count(), together.ErrorsOf(1).Count()), Is.EqualTo((1, 1)));
        Assert.That(together.ErrorsOf(1).Single(), Does.Contain("b / a"));
    }

    [TestCase("SELECT s.a FROM s INNER JOIN t ON s.a = t.a GROUP BY COUNTWINDOW(2)")]
    [TestCase("SELECT a FROM t")]
    public void Rule_of_another_stream_is_refused(string sql) =>
        Assert.That(() => RuleCompiler.CompileSet(["SELECT a FROM s", sql], s_catalog), Throws.ArgumentException);

    [Test]
    public void Statement_with_an_error_is_named() =>
        Assert.That(() => RuleCompiler.CompileSet(["SELECT a FROM s", "SELECT nope(a) FROM s"], s_catalog), Throws.TypeOf<RuleCompilationException>());

    private static string Statement(Random random, string columns, string stream)
    {
        var conditions = Enumerable.Range(0, random.Next(4)).Select(_ => Condition(random)).ToList();
        return conditions.Count == 0 ? $"SELECT {columns} FROM {stream}" : $"SELECT {columns} FROM {stream} WHERE {string.Join(" AND ", conditions)}";
    }

    private static string Condition(Random random)
    {
        var column = random.Next(2) == 0 ? "a" : "b";
        var (low, high) = (random.Next(-3, 8), random.Next(0, 12));
        return random.Next(12) switch
        {
            0 => $"{column} = {low}",
            1 => $"c = 'k{low}'",
            2 => $"c IN ('k1', 'k{low}', 'k1')",
            3 => $"{column} IN ({low}, {high}.5, {high})",
            4 => $"{column} BETWEEN {low} AND {high}",
            5 => $"{column} >= {low}.5 AND {column} < {high}",
            6 => $"{low} < {column}",
            7 => $"{high} >= {column}",
            8 => $"{column} <= {high}",
            9 => $"({column} > {low} OR c = 'k2')",
            10 => $"{column} != {low}",
            _ => $"{column} % 3 = 1",
        };
    }

    private static Input RowOf(Random random) => new(
        random.Next(-4, 10),
        random.Next(6) switch { 0 => null, 1 => double.NaN, 2 => -0.0, _ => Math.Round(random.NextDouble() * 14 - 2, 1) },
        random.Next(5) == 0 ? null : $"k{random.Next(6)}");

    private static byte[] Message(Random random, bool isMixed)
    {
        var a = isMixed && random.Next(10) == 0 ? "\"text\"" : random.Next(-4, 10).ToString(CultureInfo.InvariantCulture);
        var b = random.Next(8) == 0 ? "null" : isMixed && random.Next(12) == 0 ? "true" : (random.Next(-20, 120) / 10.0).ToString("0.0", CultureInfo.InvariantCulture);
        var c = isMixed && random.Next(12) == 0 ? "5" : $"\"k{random.Next(6)}\"";
        return Encoding.UTF8.GetBytes(random.Next(8) == 0 ? $$"""{"b":{{b}}}""" : $$"""{"a":{{a}},"b":{{b}},"c":{{c}}}""");
    }

    private static RowSchema SchemaOf(string stream) => stream == "s"
        ? RowSchema.Schemaless
        : new RowSchema([new("a", ColumnType.Bigint), new("b", ColumnType.Float), new("c", ColumnType.String)]);

    public sealed record Input(long A, double? B, string? C);

    public sealed record Result(long A, double? B);

    private sealed class Together<TOut> : IRuleSetOutput<TOut>
    {
        private readonly List<(int Rule, string Row)> _rows = [];

        public int Calls { get; private set; }

        public IEnumerable<string> Of(int rule) => _rows.Where(row => row.Rule == rule).Select(static row => row.Row);

        public void OnRow(ReadOnlySpan<int> rules, TOut row)
        {
            Calls++;
            foreach (var rule in rules)
                _rows.Add((rule, row!.ToString()!));
        }

        public void OnCollection(int rule, ReadOnlySpan<TOut> rows) => Assert.Fail("no rule here gives collections");

        public void OnError(int rule, RowError error) => Assert.Fail(error.Message);

        public void OnCompleted()
        {
        }
    }

    private sealed class JsonTogether : IJsonRuleSetOutput
    {
        private readonly List<(int Rule, string Text)> _payloads = [];
        private readonly List<(int Rule, string Text)> _errors = [];

        public IEnumerable<string> Of(int rule) => _payloads.Where(row => row.Rule == rule).Select(static row => row.Text);

        public IEnumerable<string> ErrorsOf(int rule) => _errors.Where(row => row.Rule == rule || row.Rule < 0).Select(static row => row.Text);

        public void OnPayload(ReadOnlySpan<int> rules, ReadOnlySpan<byte> payload)
        {
            foreach (var rule in rules)
                _payloads.Add((rule, Encoding.UTF8.GetString(payload)));
        }

        public void OnError(int rule, string message) => _errors.Add((rule, message));
    }
}
