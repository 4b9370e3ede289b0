using System.Buffers;
using System.Text;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Tests;

public sealed class JsonRuleTests
{
    private static readonly Catalog s_catalog = new([new StreamSymbol("s", StreamKind.Stream, [], true)], new FunctionTable(FunctionReader.BuiltIn));

    private readonly List<string> _errors = [];

    [SetUp]
    public void ForgetErrors() => _errors.Clear();

    [TestCase("SELECT b, a * 2 AS d FROM s WHERE a > 1", """{"a": 1} {"b": "x", "a": 2.5} {"c": 1, "a": 3}""", """
        {"b":"x","d":5}
        {"d":6}

        """)]
    [TestCase("SELECT * FROM s", """{"b": [1, {"c": null}], "a": "\u00e9"}""", """
        {"a":"é","b":[1,{"c":null}]}

        """)]
    [TestCase("SELECT a, lag(a) AS before FROM s", """{"a": "x"} {"a": "y"} {"a": "z"}""", """
        {"a":"x"}
        {"a":"y","before":"x"}
        {"a":"z","before":"y"}

        """)]
    [TestCase("SELECT sum(a) AS sum FROM s GROUP BY COUNTWINDOW(2)", """{"a": 1} {"a": 2} {"a": 3}""", """
        [{"sum":3}]

        """)]
    public void Messages_to_lines(string sql, string messages, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        var rule = Rule(sql, output);
        foreach (var message in messages.Split("} "))
            rule.OnMessage(Encoding.UTF8.GetBytes(message.EndsWith('}') ? message : message + "}"), 0);

        Assert.That(Encoding.UTF8.GetString(output.WrittenSpan), Is.EqualTo(expected.ReplaceLineEndings("\n")));
        Assert.That(_errors, Is.Empty);
    }

    [Test]
    public void Failing_rows_and_messages_are_reported_and_the_others_stay()
    {
        var output = new ArrayBufferWriter<byte>();
        var rule = Rule("SELECT 10 / a AS x FROM s", output);
        foreach (var message in (string[])["""{"a": 1.0}""", """{"a": "x"}""", """{"a": tru}""", """{"a": 4.0}"""])
            rule.OnMessage(Encoding.UTF8.GetBytes(message), 0);

        Assert.That(Encoding.UTF8.GetString(output.WrittenSpan), Is.EqualTo("{\"x\":10}\n{\"x\":2.5}\n"));
        Assert.That(_errors, Has.Count.EqualTo(2));
    }

    [TestCase("SELECT temperature * 1.5 + 2 AS t, humidity, ts FROM s WHERE temperature > 1 AND temperature < 80.5")]
    [TestCase("SELECT CASE WHEN ok THEN humidity ELSE temperature END AS x, ok FROM s WHERE ts > 5")]
    public void Rules_over_numbers_allocate_nothing_per_message(string sql)
    {
        var message = """{"id":"x","ts":1700000000000,"temperature":23.5,"humidity":41.25,"ok":true,"tags":["a","b"],"note":"a \"quoted\" word"}"""u8.ToArray();
        var output = new ArrayBufferWriter<byte>();
        var rule = Rule(sql, output);
        Send(rule, message, output, 200);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Send(rule, message, output, 1_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(output.WrittenCount, Is.GreaterThan(0));
        Assert.That(allocated, Is.Zero);
    }

    private static void Send(JsonRule rule, byte[] message, ArrayBufferWriter<byte> output, int count)
    {
        for (var i = 0; i < count; i++)
        {
            output.ResetWrittenCount();
            rule.OnMessage(message, i);
        }
    }

    private JsonRule Rule(string sql, IBufferWriter<byte> output) =>
        new(RuleCompiler.Compile(sql, s_catalog), RowSchema.Schemaless, output, 0, _errors.Add);
}
