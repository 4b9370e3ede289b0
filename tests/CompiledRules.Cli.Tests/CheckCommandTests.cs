namespace CompiledRules.Cli.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CheckCommandTests : IDisposable
{
    private const string Good = """
        CREATE STREAM demo (a BIGINT) WITH (TYPE="file", DATASOURCE="demo.jsonl", fileType="lines");
        CREATE SINK out () WITH (TYPE="stdout");
        CREATE RULE r INTO out AS SELECT a FROM demo;

        """;

    private readonly Cr _cr = new();

    public void Dispose() => _cr.Dispose();

    [Test]
    public async Task A_good_script_gives_nothing_and_exit_code_0()
    {
        Assert.That(await _cr.RunAsync("check", _cr.Write("good.sql", Good)), Is.Zero);
        Assert.That(_cr.Output + _cr.Error, Is.Empty);
    }

    [Test]
    public async Task An_error_is_told_as_compilers_do_with_exit_code_1()
    {
        Assert.That(await _cr.RunAsync("check", _cr.Write("bad.sql", Good.Replace("SELECT a ", "SELECT\n  aa ", StringComparison.Ordinal))), Is.EqualTo(1));
        Assert.That(_cr.Lines, Has.Count.EqualTo(1));
        Assert.That(_cr.Lines[0], Does.Match(@"^bad\.sql\(4,3\): error CR2\d{3}: .*'?aa'?.*\(.*a.*\)$"));
    }

    [Test]
    public async Task A_terminal_shows_the_line_with_a_caret()
    {
        using var cr = new Cr { IsTerminal = true };
        await cr.RunAsync("check", cr.Write("bad.sql", "SELECT a FROM nowhere;\n"));

        Assert.That(cr.Output, Does.Contain("\n  SELECT a FROM nowhere;\n                ^^^^^^^\n"));
    }

    [Test]
    public async Task A_SELECT_without_a_rule_is_checked_too()
    {
        Assert.That(await _cr.RunAsync("check", _cr.Write("bad.sql", "CREATE STREAM s () WITH (TYPE=\"simulator\", data=\"[{}]\");\nSELECT nosuch(1) FROM s;\n")), Is.EqualTo(1));
        Assert.That(_cr.Lines.Single(), Does.StartWith("bad.sql(2,8): error CR2"));
    }

    [TestCase("fileType=\"lins\"", 75, "'demo': source file, option 'fileType': found \"lins\"; expected one of json, lines, csv, raw")]
    [TestCase("fileTyp=\"lines\"", 75, "'demo': source file, option 'fileTyp': there is no such option; did you mean 'fileType'?")]
    [TestCase("FORMAT=\"jsn\"", 75, "'demo': source file, option 'FORMAT': there is no format 'jsn'; there are binary, delimited, json, protobuf, urlencoded")]
    public async Task An_option_that_its_connector_refuses_is_told_at_its_place(string option, int column, string message)
    {
        Assert.That(await _cr.RunAsync("check", _cr.Write("bad.sql", Good.Replace("fileType=\"lines\"", option, StringComparison.Ordinal))), Is.EqualTo(1));
        Assert.That(_cr.Lines.Single(), Is.EqualTo($"bad.sql(1,{column}): error: {message}"));
    }

    [Test]
    public async Task An_option_that_nothing_obeys_is_a_warning()
    {
        Assert.That(await _cr.RunAsync("check", _cr.Write("a.sql", Good.Replace("INTO out AS", "INTO out WITH (qos=1) AS", StringComparison.Ordinal))), Is.Zero);
        Assert.That(_cr.Lines.Single(), Is.EqualTo("a.sql(3,30): warning: 'r': option 'qos' has no effect on a run by this command"));
    }

    [Test]
    public async Task A_connector_that_does_not_exist_is_told_with_those_that_do()
    {
        await _cr.RunAsync("check", _cr.Write("bad.sql", Good.Replace("\"stdout\"", "\"stdot\"", StringComparison.Ordinal)));

        Assert.That(_cr.Lines.Single(), Does.StartWith("bad.sql(2,26): error: 'out': sink, option 'TYPE': there is no sink 'stdot'; there are "));
    }

    [Test]
    public async Task A_file_that_does_not_exist_is_told()
    {
        Assert.That(await _cr.RunAsync("check", "nowhere.sql"), Is.EqualTo(1));
        Assert.That(_cr.Error, Is.EqualTo($"cr: nowhere.sql: there is no such file; give the path of a script{Environment.NewLine}"));
    }

    [Test]
    public async Task A_folder_is_no_script()
    {
        Assert.That(await _cr.RunAsync("check", "."), Is.EqualTo(1));
        Assert.That(_cr.Messages.Single(), Does.StartWith("cr: .: it cannot be read: "));
    }
}
