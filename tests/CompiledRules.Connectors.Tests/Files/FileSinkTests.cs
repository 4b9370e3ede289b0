using System.Text;
using Microsoft.Extensions.Time.Testing;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.Files;

public sealed class FileSinkTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new TemporaryFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public async Task Lines_are_appended()
    {
        _folder.Write("out", "old\n");
        await Write(_folder.Context(), ["a", "b"], ("path", "out"));
        Assert.That(_folder.Read("out"), Is.EqualTo("old\na\nb\n"));
    }

    [Test]
    public async Task Json_file_is_an_array_at_any_moment()
    {
        await Write(_folder.Context(), ["1"], ("path", "sub/out.json"), ("fileType", "json"));
        Assert.That(_folder.Read("sub/out.json"), Is.EqualTo("[1]"));
        await Write(_folder.Context(), ["2", "3"], ("path", "sub/out.json"), ("fileType", "json"));
        Assert.That(_folder.Read("sub/out.json"), Is.EqualTo("[1,2,3]"));
    }

    [Test]
    public async Task Csv_file_has_one_header()
    {
        for (var i = 0; i < 2; i++)
        {
            await using var sink = ((SinkConnector.Values)Sink("file", _folder.Context(), ("path", "out.csv"), ("fileType", "csv"), ("hasHeader", "true"))).Sink;
            await sink.ConnectAsync(default);
            await sink.WriteAsync(SqlJson.Parse("""[{"b":1,"a":"x,y"},{"a":"z","b":2.5}]"""), default);
        }

        Assert.That(_folder.Read("out.csv"), Is.EqualTo("a,b\n\"x,y\",1\nz,2.5\n\"x,y\",1\nz,2.5\n"));
    }

    [TestCase("gzip", null, "lines")]
    [TestCase("zstd", null, "json")]
    [TestCase(null, "aes", "lines")]
    [TestCase("zlib", "aes", "json")]
    [TestCase("gzip", "aes", "csv")]
    public async Task Compressed_and_encrypted_file_is_read_again(string? compression, string? encryption, string type)
    {
        var context = _folder.Context() with { AesKey = new byte[16] };
        (string, SqlValue)[] options = [("path", "out"), ("fileType", type), ("compression", compression is null ? SqlValue.Null : compression), ("encryption", encryption is null ? SqlValue.Null : encryption)];
        for (var i = 0; i < 2; i++)
        {
            var connector = Sink("file", context, options);
            if (connector is SinkConnector.Encoded encoded)
            {
                await using var sink = encoded.Sink;
                await sink.WriteAsync("""{"a":"1"}"""u8.ToArray(), default);
                await sink.WriteAsync("""{"a":"2"}"""u8.ToArray(), default);
            }
            else
            {
                await using var sink = ((SinkConnector.Values)connector).Sink;
                await sink.WriteAsync(SqlJson.Parse("""[{"a":"1"},{"a":"2"}]"""), default);
            }
        }

        var source = Source(
            "file", context, ("DATASOURCE", "out"), ("fileType", type), ("columns", "a"), ("decompression", compression is null ? SqlValue.Null : compression), ("decryption", encryption is null ? SqlValue.Null : encryption));
        Assert.That(Recorder.Record(source), Is.EqualTo("""{"a":"1"} {"a":"2"} |"""));
        Assert.That(Directory.GetFiles(_folder.Path), Has.Length.EqualTo(2), "the file that was there is put aside");
    }

    [Test]
    public async Task Full_file_is_put_aside()
    {
        await Write(_folder.Context(new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(5))), ["1", "2", "3", "4", "5"], ("path", "out.log"), ("rollingCount", "2"));
        Assert.That(Files(), Is.EqualTo(new[] { "out-5.1.log", "out-5.log", "out.log" }));
        Assert.That(_folder.Read("out-5.log") + _folder.Read("out-5.1.log") + _folder.Read("out.log"), Is.EqualTo("1\n2\n3\n4\n5\n"));
    }

    [Test]
    public async Task Old_file_is_left_and_the_next_one_has_its_time_in_its_name()
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(0));
        await using var sink = ((SinkConnector.Encoded)Sink(
            "file", _folder.Context(time), ("path", "out.log"), ("rollingInterval", "1s"), ("rollingNamePattern", "suffix"))).Sink;
        await sink.ConnectAsync(default);
        await sink.WriteAsync("1"u8.ToArray(), default);
        time.Advance(TimeSpan.FromSeconds(1));
        await sink.WriteAsync("2"u8.ToArray(), default);
        Assert.That(Files(), Is.EqualTo(new[] { "out-0.log", "out-1000.log" }));
    }

    [Test]
    public async Task Path_may_follow_the_data()
    {
        await using var sink = (IDynamicSink<ReadOnlyMemory<byte>>)((SinkConnector.Encoded)Sink("file", _folder.Context(), ("path", "{{.room}}.log"))).Sink;
        await sink.ConnectAsync(default);
        await sink.WriteAsync("1"u8.ToArray(), new Dictionary<string, string> { ["path"] = "lab.log" }, default);
        await sink.WriteAsync("2"u8.ToArray(), new Dictionary<string, string> { ["path"] = "hall.log" }, default);
        Assert.That(Files(), Is.EqualTo(new[] { "hall.log", "lab.log" }));
    }

    [Test]
    public void Unwritable_path_is_an_io_error_that_names_it()
    {
        _folder.Write("plain", "");
        Assert.That(async () => await Write(_folder.Context(), ["a"], ("path", "plain/out")), Throws.InstanceOf<IOException>());
        Assert.That(async () => await Write(_folder.Context(), ["a"], ("path", ".")), Throws.InstanceOf<IOException>().With.Message.Contains("cannot be written"));
    }

    private IEnumerable<string> Files() => Directory.GetFiles(_folder.Path).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static async Task Write(ConnectorContext context, string[] messages, params (string Name, SqlValue Value)[] options)
    {
        await using var sink = ((SinkConnector.Encoded)Sink("file", context, options)).Sink;
        await sink.ConnectAsync(default);
        foreach (var message in messages)
            await sink.WriteAsync(Encoding.UTF8.GetBytes(message), default);
    }
}
