using Microsoft.Extensions.Time.Testing;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.Files;

public sealed class FileSourceTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [TestCase("""[{"a": 1}, {"a": [2]}]""", """{"a": 1} {"a": [2]} |""")]
    [TestCase("{\"a\": 1}\n{\"a\": 2}\n", """{"a": 1} {"a": 2} |""")]
    [TestCase("[]", "|")]
    [TestCase("", "|")]
    [TestCase("[{\"a\": 1}, {\"a\": ", "{\"a\": 1} {\"a\":  |")]
    public void Json_file_gives_its_elements(string text, string expected) => Assert.That(Read(text, ("fileType", "json")), Is.EqualTo(expected));

    [TestCase("x\ny\r\n\nz", "x y z |")]
    [TestCase("x\n", "x |")]
    public void Lines(string text, string expected) => Assert.That(Read(text, ("fileType", "lines")), Is.EqualTo(expected));

    [Test]
    public void First_and_last_lines_are_left_out() =>
        Assert.That(Read("head\nx\ny\nfoot", ("fileType", "lines"), ("ignoreStartLines", "1"), ("ignoreEndLines", "1")), Is.EqualTo("x y |"));

    [Test]
    public void Long_lines_survive_the_buffer()
    {
        var lines = Enumerable.Range(1, 40).Select(static number => new string((char)('a' + (number % 26)), number * 500)).ToArray();
        Assert.That(Read(string.Join('\n', lines), ("fileType", "lines")), Is.EqualTo(string.Join(' ', lines) + " |"));
    }

    [TestCase("a,b\n1,\"x,\"\"y\"\"\"\n2,\"two\nlines\"", """{"a":"1","b":"x,\"y\""} {"a":"2","b":"two\nlines"} |""")]
    [TestCase("a,b\n1,2\n\n3\n", """{"a":"1","b":"2"} {"a":"3"} |""")]
    public void Csv_with_header(string text, string expected) => Assert.That(Read(text, ("fileType", "csv"), ("hasHeader", "true")), Is.EqualTo(expected));

    [Test]
    public void Csv_with_named_columns() =>
        Assert.That(Read("1;2;3", ("fileType", "csv"), ("columns", "x,y"), ("delimiter", ";")), Is.EqualTo("""{"x":"1","y":"2"} |"""));

    [Test]
    public void Csv_with_an_open_quote_names_the_file() =>
        Assert.That(Read("\"x", ("fileType", "csv")), Does.Match("^! file '.*' *: the quoted field \"x does not end"));

    [Test]
    public void Missing_file_is_a_lost_connection_that_names_it() =>
        Assert.That(
            Recorder.Record(Source("file", _folder.Context(), ("DATASOURCE", "absent.json"))),
            Does.StartWith($"! file '{_folder.File("absent.json")}' cannot be read:"));

    [Test]
    public void Rows_are_paced_in_virtual_time()
    {
        var time = new FakeTimeProvider();
        _folder.Write("paced", "x\ny\nz");
        var recorder = new Recorder();
        using var subscription = recorder.SubscribeTo(
            Source("file", _folder.Context(time), ("DATASOURCE", "paced"), ("fileType", "lines"), ("sendInterval", "100ms"), ("loop", "true")));

        Assert.That(recorder.Text, Is.EqualTo("x"));
        time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.That(recorder.Text, Is.EqualTo("x"));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(recorder.Text, Is.EqualTo("x y"));
        time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.That(recorder.Text, Is.EqualTo("x y z x"));
    }

    [Test]
    public void Disposed_subscription_gives_nothing_more()
    {
        var time = new FakeTimeProvider();
        _folder.Write("disposed", "x\ny\nz");
        var recorder = new Recorder();
        recorder.SubscribeTo(Source("file", _folder.Context(time), ("DATASOURCE", "disposed"), ("fileType", "lines"), ("sendInterval", "1s"))).Dispose();
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.That(recorder.Text, Is.EqualTo("x"));
    }

    [Test]
    public void Tail_gives_complete_lines_as_they_come()
    {
        var time = new FakeTimeProvider();
        _folder.Write("tail", "one\ntw");
        var recorder = new Recorder();
        using var subscription = recorder.SubscribeTo(Source("file", _folder.Context(time), ("DATASOURCE", "tail"), ("fileType", "lines"), ("follow", "true")));
        Assert.That(recorder.Text, Is.EqualTo("one"));

        File.AppendAllText(_folder.File("tail"), "o\nthree\n");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(recorder.Text, Is.EqualTo("one two three"));

        _folder.Write("tail", "new\n");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(recorder.Text, Is.EqualTo("one two three new"));
    }

    [Test]
    public void Directory_is_read_by_name_and_watched()
    {
        var time = new FakeTimeProvider();
        _folder.Write("inbox/b", "2");
        _folder.Write("inbox/a", "1");
        var recorder = new Recorder();
        using var subscription = recorder.SubscribeTo(
            Source("file", _folder.Context(time), ("path", "inbox"), ("fileType", "lines"), ("actionAfterRead", "2"), ("moveTo", "done")));
        Assert.That(recorder.Text, Is.EqualTo("1 2"));
        Assert.That(recorder.Metadata!["file"].AsString(), Is.EqualTo(_folder.File("inbox/b")));

        _folder.Write("inbox/c", "3");
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(recorder.Text, Is.EqualTo("1 2 3"));
        Assert.That(Directory.GetFiles(_folder.File("done")), Has.Length.EqualTo(3));
    }

    [TestCase("fileType", "parquet", "found \"parquet\"; expected one of json, lines, csv, raw")]
    [TestCase("follow", "true", "it goes with fileType \"lines\" and without loop, interval, decompression and decryption")]
    [TestCase("actionAfterRead", "2", "it is required with actionAfterRead 2")]
    [TestCase("lopp", "true", "there is no such option; did you mean 'loop'?")]
    public void Bad_option_is_refused(string name, string value, string problem) =>
        Assert.That(
            () => Source("file", _folder.Context(), ("DATASOURCE", "x"), (name, value)),
            Throws.InstanceOf<OptionException>().With.Message.Contains(problem));

    [Test]
    public async Task Lookup_finds_rows_by_typed_keys()
    {
        _folder.Write("rooms.csv", "id,name\n1,lab\n2,hall\n1,annex\n");
        var schema = new RowSchema([new("id", ColumnType.Bigint), new("name", ColumnType.String)]);
        await using var table = Registry().CreateLookup(
            "file", Values([("DATASOURCE", "rooms.csv"), ("fileType", "csv"), ("hasHeader", "true")]), _folder.Context() with { Schema = schema });
        await table.ConnectAsync(default);
        var found = await table.FindAsync(["id"], [[1.0], [3L]], default);
        Assert.That(found.Select(static rows => string.Join(" ", rows.Select(static row => row["name"].AsString()))), Is.EqualTo(new[] { "lab annex", "" }));
    }

    private string Read(string text, params (string Name, SqlValue Value)[] options)
    {
        _folder.Write("input", text);
        return Recorder.Record(Source("file", _folder.Context(), [("DATASOURCE", "input"), .. options]));
    }
}
