namespace CompiledRules.Cli.Tests;

[TestFixture]
public sealed class TestCommandTests
{
    private const string Passing = """
        # The column is doubled.
        stream
        CREATE STREAM demo () WITH (DATASOURCE="demo");
        sql
        SELECT a * 2 AS b FROM demo
        in
        {"a": 1}
        out
        {"b": 2}

        """;

    private string _folder = "";

    [SetUp]
    public void Make_a_folder() => _folder = Directory.CreateTempSubdirectory("cases").FullName;

    [TearDown]
    public void Remove_the_folder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Counts_the_cases_that_pass()
    {
        await WriteAsync("double.case", Passing);

        Assert.That(await RunAsync("test", _folder), Is.EqualTo((0, "1 passed, 0 failed\n", "")));
    }

    [Test]
    public async Task A_failure_is_told_with_its_place_and_a_diff()
    {
        await WriteAsync("double.case", Passing.Replace("\"b\": 2", "\"b\": 3", StringComparison.Ordinal));

        Assert.That(await RunAsync("test", "."), Is.EqualTo((1, """
            double.case(5): The column is doubled.
                the output differs (- expected, + actual)
                - {"b": 3}
                + @0ms {"b": 2}
            0 passed, 1 failed

            """, "")));
    }

    [Test]
    public async Task Filling_in_writes_what_came_out()
    {
        await WriteAsync("double.case", Passing.Replace("{\"b\": 2}", "{\"b\": 3}\n{\"b\": 4}", StringComparison.Ordinal));

        await RunAsync("test", ".", "--fill-in");

        Assert.That(await File.ReadAllTextAsync(Path.Combine(_folder, "double.case")), Is.EqualTo(Passing));
    }

    [Test]
    public async Task A_file_that_is_no_case_file_is_told_by_its_line()
    {
        await WriteAsync("bad.case", "sql\nSELECT a FROM demo\nin\nnonsense\n");

        var (code, _, error) = await RunAsync("test", ".");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.EndWith("bad.case(4): found 'nonsense', expected a row, a time, restart or end\n"));
    }

    [Test]
    public async Task A_folder_without_cases_is_an_error() =>
        Assert.That(await RunAsync("test", "."), Is.EqualTo((1, "", $"cr: There are no *.case files in {_folder}\n")));

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text);

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(args, new Shell(Stream.Null, output, error, false, TimeProvider.System, _folder), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
