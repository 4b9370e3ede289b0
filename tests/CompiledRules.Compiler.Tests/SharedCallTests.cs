using CompiledRules.Compiler.Catalogs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Tests;

/// <summary>Equal calls of one row are made once, and only when one of them is asked for.</summary>
[TestFixture]
public sealed class SharedCallTests
{
    private static int s_calls;

    [SqlFunction("counted")]
    public static long Counted(long value)
    {
        s_calls++;
        return value == 13 ? throw new SqlException("unlucky") : value * 10;
    }

    [SqlFunction("dice", IsDeterministic = false)]
    public static long Dice(long value)
    {
        s_calls++;
        return value;
    }

    [SetUp]
    public void Clear() => s_calls = 0;

    [TestCase("SELECT counted(a) + 1 AS x, counted(a) + 2 AS y FROM demo WHERE counted(a) > 0", 1)]
    [TestCase("SELECT counted(a) AS x, counted(b) AS y FROM demo", 2)]
    [TestCase("SELECT counted(counted(a)) AS x, counted(a) AS y FROM demo", 2)]
    [TestCase("SELECT CASE WHEN a < 0 THEN counted(a) WHEN a < 0 THEN counted(a) ELSE 0 END AS x FROM demo", 0)]
    [TestCase("SELECT dice(a) AS x, dice(a) AS y FROM demo", 2)]
    [TestCase("SELECT counted(a) AS x FROM demo WHERE x > 0", 1)]
    public void Calls_are_made(string sql, int calls)
    {
        var output = Run(sql, 1);

        Assert.That(output.Errors, Is.Empty);
        Assert.That(output.Rows, Has.Count.EqualTo(1));
        Assert.That(s_calls, Is.EqualTo(calls));
    }

    [Test]
    public void A_shared_call_that_fails_fails_its_row()
    {
        var output = Run("SELECT counted(a) AS x, counted(a) + 1 AS y FROM demo", 13);

        Assert.That(output.Errors.Single().Message, Does.Contain("unlucky"));
        Assert.That(output.Rows, Is.Empty);
    }

    private static Collected<Row> Run(string sql, long a)
    {
        var functions = FunctionReader.Read(typeof(SharedCallTests).Assembly);
        var rule = RuleCompiler.Compile(sql, new Catalog([new StreamSymbol("demo", StreamKind.Stream, [], true)], new FunctionTable([.. FunctionReader.BuiltIn, .. functions])));
        var output = new Collected<Row>();
        var run = rule.Program.Start(new RuleStart("r", TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), new RuleTimers(0), output));
        run.Open();
        SqlValue[] slots = [.. rule.Program.Inputs[0].Layout.Columns.Select(column => (SqlValue)(column == "a" ? a : 2))];
        run.InputOf(0).OnNext([new Row(slots, 0)]);
        return output;
    }
}
