using System.Text;
using CompiledRules.Formats.Payloads;

namespace CompiledRules.Formats.Tests.Payloads;

public sealed class CompressionTests
{
    private static readonly byte[] s_message = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("""{"room":"lab"}""", 100)));

    [TestCase("gzip", "gzip", new byte[] { 0x1F, 0x8B })]
    [TestCase("zlib", "deflate", new byte[] { 0x78 })]
    [TestCase("flate", "deflate", new byte[0])]
    [TestCase("deflate", "deflate", new byte[0])]
    [TestCase("zstd", "zstd", new byte[] { 0x28, 0xB5, 0x2F, 0xFD })]
    public void Message_survives_the_round_trip(string method, string contentEncoding, byte[] start)
    {
        var compression = Read(("compression", method))!;
        var compressed = compression.Compress(s_message);

        Assert.That(compressed.Take(start.Length), Is.EqualTo(start));
        Assert.That(compressed, Has.Length.LessThan(s_message.Length / 4));
        Assert.That(compression.Decompress(compressed), Is.EqualTo(s_message));
        Assert.That(compression.ContentEncoding, Is.EqualTo(contentEncoding));
    }

    [TestCase("gzip")]
    [TestCase("zlib")]
    [TestCase("deflate")]
    [TestCase("zstd")]
    public void Other_bytes_are_refused(string method) =>
        Assert.That(() => Read(("compression", method))!.Decompress(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }), Throws.InstanceOf<SqlException>().With.Message.StartsWith($"the message is not compressed with {method}: "));

    [TestCase("gzip", "{\"level\":0}", true)]
    [TestCase("zstd", "{\"level\":19}", false)]
    public void Level_is_obeyed(string method, string properties, bool isLarger)
    {
        var compressed = Read(("compression", method), ("compressionProps", properties))!.Compress(s_message);
        Assert.That(compressed.Length > s_message.Length, Is.EqualTo(isLarger));
    }

    [TestCase("lzma", null, "option 'compression': found \"lzma\"; expected one of , gzip, zlib, deflate, flate, zstd")]
    [TestCase("gzip", "{\"level\":12}", "option 'compressionProps': found level 12; expected a whole number from 0 to 9")]
    [TestCase("gzip", "9", "option 'compressionProps': found \"9\"; expected an object such as {\"level\": 9}")]
    public void Bad_option_is_refused(string method, string? properties, string problem) => Assert.That(
        () => Read(("compression", method), ("compressionProps", properties)), Throws.InstanceOf<OptionException>().With.Message.EndsWith(problem));

    [Test]
    public void Empty_text_is_none() => Assert.That(Read(("compression", "")), Is.Null);

    private static Compression? Read(params (string Name, string? Value)[] options) =>
        Compression.Read(new ConnectorOptions("sink test", options.Where(static option => option.Value is not null).Select(static option => KeyValuePair.Create(option.Name, (SqlValue)option.Value!))), "compression");
}
