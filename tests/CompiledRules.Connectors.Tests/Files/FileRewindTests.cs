using System.IO.Compression;
using System.Text;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.Files;

/// <summary>A file source goes on behind any row.</summary>
public sealed class FileRewindTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new TemporaryFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [TestCase("lines", "one\ntwo\n\nthree\r\nfour")]
    [TestCase("json", """[{"a": 1}, {"a": 2}, {"a": 3}]""")]
    [TestCase("json", "{\"a\": 1}\n{\"a\": 2}")]
    [TestCase("csv", "a,b\n1,\"x\ny\"\n2,y\n3,z\n")]
    [TestCase("raw", "all of it")]
    public void Behind_each_row_the_rest_comes(string type, string text)
    {
        _folder.Write("data", text);

        AssertGoesOnEverywhere(() => Open("data", ("fileType", type), ("hasHeader", "true")));
    }

    [Test]
    public void A_compressed_file_too()
    {
        using (var file = new GZipStream(File.Create(_folder.File("data.gz")), CompressionMode.Compress))
            file.Write(Encoding.UTF8.GetBytes("one\ntwo\nthree\n"));

        AssertGoesOnEverywhere(() => Open("data.gz", ("fileType", "lines"), ("decompression", "gzip")));
    }

    [Test]
    public void Lines_that_are_left_out_stay_so()
    {
        _folder.Write("data", "head\none\ntwo\nthree\nfoot\n");

        AssertGoesOnEverywhere(() => Open("data", ("fileType", "lines"), ("ignoreStartLines", 1L), ("ignoreEndLines", 1L)));
    }

    [Test]
    public void What_has_been_added_to_the_file_comes_after_the_rest()
    {
        _folder.Write("data", "one\ntwo\n");
        var before = Rewinding.Read(Open("data", ("fileType", "lines")));
        File.AppendAllText(_folder.File("data"), "three\n");

        Assert.That(Rewinding.Read(Open("data", ("fileType", "lines")), before.Positions[0]).Text, Is.EqualTo("two three |"));
    }

    [Test]
    public void A_file_that_has_been_replaced_is_told_and_read_from_its_start()
    {
        _folder.Write("data", "one\ntwo\n");
        var before = Rewinding.Read(Open("data", ("fileType", "lines")));
        _folder.Write("data", "uno\ndue\n");
        var source = Open("data", ("fileType", "lines"));

        Assert.That(
            () => ((IRewindable)((SourceConnector.Messages)source).Source).Rewind(before.Positions[0]),
            Throws.TypeOf<SqlException>().With.Message.EqualTo("file 'data' is not the one that was read before; it is read from its start"));
        Assert.That(Rewinding.Read(source).Text, Is.EqualTo("uno due |"));
    }

    [Test]
    public void Foreign_bytes_are_no_position()
    {
        var source = (IRewindable)((SourceConnector.Messages)Open("data", ("fileType", "lines"))).Source;

        Assert.That(() => source.Rewind([]), Throws.TypeOf<SqlException>());
        Assert.That(() => source.Rewind([9, 1]), Throws.TypeOf<SqlException>().With.Message.Contains("version 9"));
    }

    [Test]
    public async Task A_directory_goes_on_in_the_file_in_hand_and_with_those_behind_it()
    {
        foreach (var name in new[] { "a", "b", "c" })
            _folder.Write($"in/{name}", $"{name}1\n{name}2\n");
        var reading = Rewinding.Start(Open("in", ("fileType", "lines")));
        for (var i = 0; i < 6; i++)
            await reading.NextAsync();
        reading.Subscription.Dispose();

        for (var cut = 0; cut < 5; cut++)
        {
            var rest = Rewinding.Start(Open("in", ("fileType", "lines")), reading.Positions[cut]);
            for (var i = cut + 1; i < 6; i++)
                await rest.NextAsync();
            rest.Subscription.Dispose();
            Assert.That(rest.Text, Is.EqualTo(string.Join(' ', new[] { "a1", "a2", "b1", "b2", "c1", "c2" }[(cut + 1)..])));
        }
    }

    [Test]
    public async Task A_file_that_is_followed_goes_on_behind_its_line()
    {
        _folder.Write("log", "one\ntwo\nthr");
        var reading = Rewinding.Start(Open("log", ("fileType", "lines"), ("follow", "true")));
        await reading.NextAsync();
        await reading.NextAsync();
        reading.Subscription.Dispose();
        File.AppendAllText(_folder.File("log"), "ee\nfour\n");

        var rest = Rewinding.Start(Open("log", ("fileType", "lines"), ("follow", "true")), reading.Positions[0]);
        for (var i = 0; i < 3; i++)
            await rest.NextAsync();
        rest.Subscription.Dispose();
        Assert.That(rest.Text, Is.EqualTo("two three four"));

        var last = Rewinding.Start(Open("log", ("fileType", "lines"), ("follow", "true")), rest.Positions[1]);
        Assert.That(await last.NextAsync(), Is.EqualTo("four"));
        last.Subscription.Dispose();
    }

    [Test]
    public void A_file_is_deleted_when_its_last_row_is_safe()
    {
        _folder.Write("data", "one\ntwo\n");
        var reading = Rewinding.Read(Open("data", ("fileType", "lines"), ("actionAfterRead", 1L)));
        reading.Release(reading.Positions[1]);
        Assert.That(File.Exists(_folder.File("data")), Is.True);

        reading.Release(reading.Positions[^1]);
        Assert.That(File.Exists(_folder.File("data")), Is.False);
    }

    [Test]
    public void A_file_that_could_not_be_deleted_before_the_crash_is_deleted_after_it_and_not_read_again()
    {
        _folder.Write("in/data", "one\ntwo\n");
        var reading = Rewinding.Read(Open("in/data", ("fileType", "lines"), ("actionAfterRead", 2L), ("moveTo", "out")));

        var source = (IRewindable)((SourceConnector.Messages)Open("in/data", ("fileType", "lines"), ("actionAfterRead", 2L), ("moveTo", "out"))).Source;
        source.Rewind(reading.Positions[^1]);

        Assert.That(File.Exists(_folder.File("in/data")), Is.False);
        Assert.That(_folder.Read("out/data"), Is.EqualTo("one\ntwo\n"));
    }

    [Test]
    public async Task A_file_that_is_read_again_and_again_goes_on_in_its_round()
    {
        _folder.Write("data", "one\ntwo\nthree\n");
        var reading = Rewinding.Start(Open("data", ("fileType", "lines"), ("loop", "true")));
        await reading.NextAsync();
        await reading.NextAsync();
        reading.Subscription.Dispose();

        var rest = Rewinding.Start(Open("data", ("fileType", "lines"), ("loop", "true")), reading.Positions[1]);
        var entries = new[] { await rest.NextAsync(), await rest.NextAsync(), await rest.NextAsync(), await rest.NextAsync() };
        rest.Subscription.Dispose();
        Assert.That(entries, Is.EqualTo(["three", "one", "two", "three"]));
    }

    private static void AssertGoesOnEverywhere(Func<SourceConnector> open)
    {
        var whole = Rewinding.Read(open());
        Assert.That(whole.Entries, Has.Count.EqualTo(whole.Positions.Count));
        for (var cut = 0; cut < whole.Positions.Count; cut++)
            Assert.That(Rewinding.Read(open(), whole.Positions[cut]).Entries, Is.EqualTo(cut == whole.Entries.Count - 1 ? ["|"] : whole.Entries[(cut + 1)..]));
    }

    private SourceConnector Open(string name, params (string Name, SqlValue Value)[] options) => Source("file", _folder.Context(), [("DATASOURCE", name), .. options]);
}
