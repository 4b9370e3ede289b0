using System.Buffers;
using System.Text;

namespace CompiledRules.Formats.Tests;

public sealed class FormatRegistryTests
{
    private readonly FormatRegistry _formats = FormatRegistry.CreateDefault();

    [TestCase("urlencoded", "a=1&b=x+y%21&a=2", "a=[1, 2], b='x y!'")]
    [TestCase("JSON", """{"a":1}""", "a=1.0")]
    [TestCase("delimited", "1;2", "a='1', b='2'")]
    public void Decodes(string format, string message, string expected)
    {
        var layout = new RowLayout(["a", "b"]);
        var decoder = _formats.CreateDecoder(format, Options(("DELIMITER", ";"), ("fields", "a,b")), layout, RowSchema.Schemaless);
        Assert.That(Decoding.Show(decoder, layout, message), Is.EqualTo(expected));
    }

    [Test]
    public void Binary_is_one_column_of_bytes()
    {
        var layout = new RowLayout(["self"]);
        Assert.That(Decoding.Show(_formats.CreateDecoder("binary", Options(), layout, RowSchema.Schemaless), layout, [1, 2]), Is.EqualTo("self=0x0102"));
    }

    [TestCase("urlencoded", """{"b":"x y!","a":[1,2]}""", "a=1&a=2&b=x+y%21")]
    [TestCase("binary", """{"self":"text"}""", "text")]
    [TestCase("json", """{"a":1}""", """{"a":1}""")]
    public void Encodes(string format, string message, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        _formats.CreateEncoder(format, Options()).Encode(SqlJson.Parse(message), output);
        Assert.That(Encoding.UTF8.GetString(output.WrittenSpan), Is.EqualTo(expected));
    }

    [Test]
    public void Array_has_no_urlencoded_form() =>
        Assert.That(
            () => _formats.CreateEncoder("urlencoded", Options()).Encode(SqlArray.Empty, new ArrayBufferWriter<byte>()),
            Throws.InstanceOf<SqlException>().With.Message.EqualTo("found an array, format urlencoded takes a single object; set sendSingle to true"));

    [Test]
    public void Unknown_format_lists_those_there_are() =>
        Assert.That(
            () => _formats.CreateEncoder("xml", Options()),
            Throws.InstanceOf<OptionException>().With.Message.EqualTo("sink test, option 'FORMAT': there is no format 'xml'; there are binary, delimited, json, urlencoded"));

    private static ConnectorOptions Options(params (string Name, string Value)[] values) =>
        new("sink test", values.Select(static value => KeyValuePair.Create(value.Name, (SqlValue)value.Value)));
}
