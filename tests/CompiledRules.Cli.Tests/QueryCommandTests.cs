using System.IO.Compression;
using System.Text;
using CompiledRules.Broker;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Cli.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class QueryCommandTests : IDisposable
{
    private readonly Cr _cr = new();

    public void Dispose() => _cr.Dispose();

    [TestCase("rows.jsonl", "{\"room\":\"a\",\"t\":1}\n{\"room\":\"b\",\"t\":7}\n")]
    [TestCase("rows.json", "[{\"room\":\"a\",\"t\":1},\n {\"room\":\"b\",\"t\":7}]")]
    [TestCase("rows.csv", "room,t\na,1\nb,7\n")]
    public async Task A_file_is_read_as_its_name_says(string name, string content)
    {
        Assert.That(await _cr.RunAsync("query", "SELECT upper(room) AS r FROM rows WHERE t > 5", "--from", _cr.Write(name, content)), Is.Zero);
        Assert.That(_cr.Lines, Is.EqualTo(["""{"r":"B"}"""]));
        Assert.That(_cr.Error, Is.Empty);
    }

    [Test]
    public async Task Numbers_of_a_CSV_file_are_numbers_and_what_only_looks_like_one_is_text()
    {
        await _cr.RunAsync("query", "SELECT * FROM rows", "--from", _cr.Write("rows.csv", "a,b,c,d,e\n1,-2.5,007,1e3,\n"));

        Assert.That(_cr.Lines, Is.EqualTo(["""{"a":1,"b":-2.5,"c":"007","d":1000,"e":""}"""]));
    }

    [Test]
    public async Task A_packed_file_is_unpacked()
    {
        await using (var file = new GZipStream(File.Create(Path.Combine(_cr.Folder, "rows.jsonl.gz")), CompressionLevel.Fastest))
            await file.WriteAsync("{\"a\":1}\n"u8.ToArray());

        await _cr.RunAsync("query", "SELECT a FROM rows", "--from", "rows.jsonl.gz");

        Assert.That(_cr.Lines, Is.EqualTo(["""{"a":1}"""]));
    }

    [Test]
    public async Task Standard_input_is_read_to_its_end()
    {
        using var cr = new Cr { Input = "{\"a\":1}\n{\"a\":2}\n" };

        Assert.That(await cr.RunAsync("query", "SELECT a + 1 AS b FROM stdin", "--from", "-"), Is.Zero);
        Assert.That(cr.Lines, Is.EqualTo(["""{"b":2}""", """{"b":3}"""]));
    }

    [Test]
    public async Task Nothing_is_lost_of_a_long_input_and_windows_at_its_end_are_not_invented()
    {
        using var cr = new Cr { Input = string.Concat(Enumerable.Range(0, 20_000).Select(static number => $$"""{"a":{{number}}}{{"\n"}}""")) };

        await cr.RunAsync("query", "SELECT a FROM stdin WHERE a % 2 = 0", "--from", "-");

        Assert.That(cr.Lines, Has.Count.EqualTo(10_000));
        Assert.That(cr.Lines[^1], Is.EqualTo("""{"a":19998}"""));
    }

    [Test]
    public async Task A_limit_ends_the_query()
    {
        Assert.That(await _cr.RunAsync("query", "SELECT memory FROM host", "--from", _cr.Write("a.jsonl", "{\"memory\":1}\n{\"memory\":2}\n{\"memory\":3}\n"), "--limit", "2"), Is.Zero);
        Assert.That(_cr.Lines, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_row_that_cannot_be_read_is_told_and_the_next_follows()
    {
        Assert.That(await _cr.RunAsync("query", "SELECT a FROM f", "--from", _cr.Write("a.jsonl", "{\"a\":1}\n{\"a\":\n{\"a\":3}\n")), Is.Zero);
        Assert.That(_cr.Lines, Is.EqualTo(["""{"a":1}""", """{"a":3}"""]));
        Assert.That(_cr.Messages.Single(), Does.StartWith("cr: rule query: stream f: the message is not valid JSON at byte 5:"));
    }

    [Test]
    public async Task Errors_of_a_whole_stream_are_counted_after_the_first()
    {
        using var cr = new Cr { Input = string.Concat(Enumerable.Repeat("no\n", 500)), Time = new FakeTimeProvider() };

        await cr.RunAsync("query", "SELECT * FROM f", "--from", "-");

        Assert.That(cr.Messages, Has.Count.EqualTo(21));
        Assert.That(cr.Messages[^1], Is.EqualTo("cr: 480 more messages were left out"));
    }

    [Test]
    public async Task A_topic_is_followed()
    {
        await using var broker = await EmbeddedBroker.StartAsync();
        await broker.PublishAsync("rooms/lab", Encoding.UTF8.GetBytes("""{"t":21}"""), retain: true);

        Assert.That(await _cr.RunAsync("query", "SELECT t, meta(topic) AS topic FROM rooms", "--from", $"mqtt://127.0.0.1:{broker.Port}/rooms/#", "--limit", "1"), Is.Zero);
        Assert.That(_cr.Lines, Is.EqualTo(["""{"t":21,"topic":"rooms/lab"}"""]));
    }

    [TestCase("nowhere.jsonl", "cr: --from: there is no file 'nowhere.jsonl'; give a file, - for the input, mqtt://host:port/topic, or host for the figures of this machine")]
    [TestCase("mqtt://127.0.0.1", "cr: --from: 'mqtt://127.0.0.1' names no topic; expected mqtt://host:port/topic")]
    public async Task An_origin_that_cannot_be_read_is_told(string origin, string message)
    {
        Assert.That(await _cr.RunAsync("query", "SELECT * FROM f", "--from", origin), Is.EqualTo(1));
        Assert.That(_cr.Messages, Is.EqualTo([message]));
    }

    [Test]
    public async Task Broken_SQL_is_told_with_its_place()
    {
        Assert.That(await _cr.RunAsync("query", "SELECT uper(a) FROM f", "--from", "-"), Is.EqualTo(1));
        Assert.That(_cr.Messages.Single(), Does.Match(@"^query\(1,8\): error CR2\d{3}: .*uper.*\(did you mean 'upper'\?\)$"));
    }

    [TestCase("--limit", "x", "--limit: found 'x'; expected a whole number from 1 up")]
    [TestCase("--duration", "soon", "--duration: found 'soon'; expected a time such as 30s, 5m or 1h")]
    public async Task A_bad_option_of_the_command_is_told(string option, string value, string message)
    {
        Assert.That(await _cr.RunAsync("query", "SELECT * FROM f", "--from", "-", option, value), Is.EqualTo(1));
        Assert.That(_cr.Error, Does.Contain(message));
    }

    [Test]
    public async Task A_query_ends_when_nobody_reads_its_rows_any_more()
    {
        var shell = new Shell(Stream.Null, new ClosedPipe(), TextWriter.Null, false, TimeProvider.System, _cr.Folder);

        var run = CommandLine.RunAsync(["query", "SELECT * FROM host", "--from", _cr.Write("a.jsonl", string.Concat(Enumerable.Repeat("{\"a\":1}\n", 5000)))], shell, CancellationToken.None);

        Assert.That(await run.WaitAsync(TimeSpan.FromSeconds(30)), Is.Zero);
    }

    private sealed class ClosedPipe : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("Broken pipe");
    }
}
