using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Tests.Syntax;

public sealed class DefinitionParsingTests
{
    [TestCase("a BIGINT", "a BIGINT")]
    [TestCase("a bigint, b STRING,", "a BIGINT, b STRING")]
    [TestCase("`b c` ARRAY(STRUCT(d FLOAT, e ARRAY(BOOLEAN)))", "b c ARRAY(STRUCT(d FLOAT, e ARRAY(BOOLEAN)))")]
    [TestCase("string STRING, type BYTEA, datasource DATETIME", "string STRING, type BYTEA, datasource DATETIME")]
    [TestCase("a BIGINT DEFAULT 10, b FLOAT DEFAULT -1", "a BIGINT DEFAULT 10, b FLOAT DEFAULT -1.0")]
    [TestCase("a STRING DEFAULT \"x\", b BOOLEAN DEFAULT TRUE, c BIGINT DEFAULT \"7\"", "a STRING DEFAULT 'x', b BOOLEAN DEFAULT TRUE, c BIGINT DEFAULT 7")]
    [TestCase("", "")]
    public void Fields(string text, string expected)
    {
        var statement = Parsed.Definition<CreateStatementSyntax>($"CREATE STREAM s ({text}) WITH (DATASOURCE=\"x\");");

        Assert.That(SyntaxShape.Fields(statement.Fields), Is.EqualTo(expected));
    }

    [Test]
    public void Options_are_found_whatever_their_case_and_without_commas()
    {
        var statement = Parsed.Definition<CreateStatementSyntax>("create table t () with (datasource = \"x\" Shared=TRUE, key=\"k\")");

        Assert.That(statement.Kind, Is.EqualTo(DefinitionKind.Table));
        Assert.That(statement.Option("DATASOURCE")!.Value, Is.EqualTo("x"));
        Assert.That(statement.Option("SHARED")!.Value, Is.True);
        Assert.That(statement.Option("KIND"), Is.Null);
    }

    [Test]
    public void A_source_with_a_type_may_have_options_of_its_own() =>
        Assert.That(Parsed.Definition<CreateStatementSyntax>("CREATE STREAM w () WITH (TYPE=\"walk\", SEED=\"1\")").Option("seed")!.Value, Is.EqualTo("1"));

    [Test]
    public void Sinks_take_options_of_any_name_and_numbers()
    {
        var statement = Parsed.Definition<CreateStatementSyntax>("CREATE SINK alerts () WITH (TYPE=\"mqtt\", SERVER=\"tcp://127.0.0.1:1883\", QOS=1)");

        Assert.That(statement.Kind, Is.EqualTo(DefinitionKind.Sink));
        Assert.That(statement.Option("QOS")!.Value, Is.EqualTo(1L));
    }

    [Test]
    public void A_rule_names_its_sinks_options_and_query()
    {
        var rule = Parsed.Definition<CreateRuleStatementSyntax>("CREATE RULE hot INTO alerts, log WITH (sendSingle=TRUE) AS SELECT room FROM readings;");

        Assert.That(rule.Name.Text, Is.EqualTo("hot"));
        Assert.That(rule.Sinks.Select(static sink => sink.Text), Is.EqualTo(new[] { "alerts", "log" }));
        Assert.That(rule.Options[0].Value.Value, Is.True);
        Assert.That(((NamedSourceSyntax)((SelectSyntax)rule.Select.Query).From).Name.Text, Is.EqualTo("readings"));
    }

    [Test]
    public void A_script_is_read_to_its_end()
    {
        var script = Parser.ParseScript("-- a comment\n;CREATE STREAM s () WITH (DATASOURCE=\"x\"); SHOW STREAMS;; DESCRIBE TABLE t; DROP STREAM s; EXPLAIN STREAM s; SELECT a FROM s");

        Assert.That(script.Diagnostics, Is.Empty);
        Assert.That(script.Root.Statements.Select(static statement => statement.GetType().Name), Is.EqualTo(new[]
        {
            nameof(CreateStatementSyntax), nameof(ShowStatementSyntax), nameof(DescribeStatementSyntax), nameof(DropStatementSyntax),
            nameof(ExplainStatementSyntax), nameof(SelectStatementSyntax),
        }));
    }

    [TestCase("CREATE STREAM s (a INT) WITH (DATASOURCE=\"x\")", "CR1401 'INT'")]
    [TestCase("CREATE STREAM s (a BYTEA DEFAULT \"x\") WITH (DATASOURCE=\"x\")", "CR1402 'DEFAULT \"x\"'")]
    [TestCase("CREATE STREAM s (a BIGINT DEFAULT \"x\") WITH (DATASOURCE=\"x\")", "CR1403 '\"x\"'")]
    [TestCase("CREATE STREAM s () WITH (SOURCES=\"x\")", "CR1404 'SOURCES'")]
    [TestCase("CREATE STREAM s () WITH (TYPE=\"mqtt\", DATASORCE=\"x\")", "CR1404 'DATASORCE'")]
    [TestCase("CREATE STREAM s () WITH (DATASOURCE='x')", "CR1405 ''x''")]
    [TestCase("CREATE STREAM s () WITH (SHARED=\"perhaps\")", "CR1405 '\"perhaps\"'")]
    [TestCase("CREATE TABLE s () WITH (RETAIN_SIZE=\"many\")", "CR1405 '\"many\"'")]
    [TestCase("CREATE STREAM s () WITH (EXTRA=\"{\\\"a\\\":}\")", "CR1405 '\"{\\\"a\\\":}\"'")]
    [TestCase("CREATE TABLE t () WITH (KIND=\"LOOKUP\", TYPE=\"memory\")", "CR1406 't'")]
    [TestCase("CREATE STREAM s (a BIGINT) WITH (FORMAT=\"binary\")", "CR1407 'a BIGINT'")]
    [TestCase("CREATE STREAM s (a BYTEA, b BYTEA) WITH (FORMAT=\"BINARY\")", "CR1407 'b BYTEA'")]
    [TestCase("CREATE TABLE s (a BYTEA) WITH (FORMAT=\"binary\")", "CR1408 '\"binary\"'")]
    [TestCase("CREATE STREAM s WITH (DATASOURCE=\"x\")", "CR1001 'WITH'")]
    [TestCase("CREATE STREAM s ()", "CR1001 ''")]
    [TestCase("CREATE STREAM s () WITH (RETAIN_SIZE=3)", "CR1001 '3'")]
    [TestCase("SHOW STREAM", "CR1001 'STREAM'")]
    [TestCase("SHOW STREAMS d", "CR1001 'd'")]
    [TestCase("DROP STREAM", "CR1001 ''")]
    public void Mistakes(string text, string expected) => Assert.That(Parsed.Errors(text), Is.EqualTo(new[] { expected }));

    [TestCase("CREATE STREAM s (a INTEGER) WITH (DATASOURCE=\"x\")", "write BIGINT")]
    [TestCase("CREATE STREAM s (a STRNG) WITH (DATASOURCE=\"x\")", "did you mean STRING?")]
    [TestCase("CREATE STREAM s () WITH (FORMT=\"x\")", "did you mean FORMAT?")]
    [TestCase("CREATE STREM s () WITH (FORMAT=\"x\")", "did you mean STREAM?")]
    [TestCase("DESCRBE STREAM s", "did you mean DESCRIBE?")]
    public void Hints(string text, string expected) => Assert.That(Parsed.Hint(text), Is.EqualTo(expected));

    [Test]
    public void A_misspelt_verb_is_the_one_that_was_meant() =>
        Assert.That(Parser.ParseScript("DESCRBE STREAM s").Root.Statements[0], Is.InstanceOf<DescribeStatementSyntax>());

    [TestCase("{}", true)]
    [TestCase(" { \"a\" : [1, -2.5e+3, true, false, null, \"\\u00e9\\n\"], \"b\" : { } } ", true)]
    [TestCase("[]", false)]
    [TestCase("{\"a\":01}", false)]
    [TestCase("{\"a\":1,}", false)]
    [TestCase("{\"a\" 1}", false)]
    [TestCase("{\"a\":\"\\q\"}", false)]
    [TestCase("{} x", false)]
    [TestCase("{\"a\":tru", false)]
    [TestCase("{\"a\":-}", false)]
    public void Extra_is_a_json_object(string text, bool expected) => Assert.That(JsonText.IsObject(text), Is.EqualTo(expected));
}
