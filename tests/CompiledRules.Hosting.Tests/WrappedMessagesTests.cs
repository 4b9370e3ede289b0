using System.Text;
using CompiledRules.Formats.Payloads;

namespace CompiledRules.Hosting.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WrappedMessagesTests
{
    private readonly Bench _bench = new();

    [TestCase("gzip", "")]
    [TestCase("zstd", "")]
    [TestCase("", "aes")]
    [TestCase("flate", "aes")]
    public async Task What_one_rule_wraps_another_one_unwraps(string compression, string encryption)
    {
        var writer = _bench.Open(null, ("compression", compression), ("encryption", encryption));
        await writer.ConnectAsync();
        _bench.Source.Give("""{"a":"message"}""");
        _bench.Source.End();
        await writer.Completion;
        var wrapped = _bench.Sink.LastPayload;
        Assert.That(Encoding.UTF8.GetString(wrapped), Is.Not.EqualTo("""{"a":"message"}"""));

        _bench.StreamOptions = [new("decompression", compression), new("decryption", encryption)];
        var reader = _bench.Open();
        await reader.ConnectAsync();
        _bench.Source.Give(wrapped);
        _bench.Source.End();
        await reader.Completion;
        Assert.That(_bench.Sink.Messages.Last(), Is.EqualTo("""{"a":"message"}"""));
    }

    [Test]
    public async Task Message_that_is_not_compressed_is_an_error_and_the_next_follows()
    {
        _bench.StreamOptions = [new("decompression", "gzip")];
        var rule = _bench.Open();
        await rule.ConnectAsync();
        _bench.Source.Give("plain");
        _bench.Source.Give(Compression.Read(new ConnectorOptions("test", [new("c", "gzip")]), "c")!.Compress("""{"a":1}"""u8));
        _bench.Source.End();
        await rule.Completion;

        Assert.That(_bench.Sink.Messages, Is.EqualTo(["""{"a":1}"""]));
        Assert.That(_bench.Log.First(), Does.StartWith("rule r: stream demo: the message is not compressed with gzip: "));
    }

    [TestCase("compression", "rar", "sink taken, option 'compression': found \"rar\"")]
    [TestCase("encryption", "des", "sink taken, option 'encryption': found \"des\"")]
    [TestCase("decompression", "gzip", "sink taken, option 'decompression': there is no such option; did you mean 'compression'?")]
    public void Bad_option_is_refused(string name, string value, string problem) =>
        Assert.That(() => _bench.Open(null, (name, value)), Throws.InstanceOf<OptionException>().With.Message.StartsWith(problem));
}
