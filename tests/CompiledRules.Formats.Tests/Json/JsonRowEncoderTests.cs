using System.Buffers;
using System.Text;
using CompiledRules.Formats.Json;

namespace CompiledRules.Formats.Tests.Json;

public sealed class JsonRowEncoderTests
{
    [TestCase("""{"b":1,"a":"x"}""", """{"a":"x","b":1}""")]
    [TestCase("""[{"b":1,"a":{"d":1,"c":2}},{"b":null}]""", """[{"a":{"c":2,"d":1},"b":1},{"b":null}]""")]
    [TestCase("[]", "[]")]
    [TestCase("""{"a":"<&>"}""", """{"a":"\u003c\u0026\u003e"}""")]
    [TestCase("""{"a":1e21,"b":1e-7,"c":0.5}""", """{"a":1e+21,"b":1e-7,"c":0.5}""")]
    public void Writes_sorted_compact_json(string message, string expected) => Assert.That(Encode(new JsonRowEncoder(), message), Is.EqualTo(expected));

    [Test]
    public void Missing_value_is_left_out()
    {
        var output = new ArrayBufferWriter<byte>();
        new JsonRowWriter(["b", "a", "c"]).Write([SqlValue.Missing, 1L, SqlValue.Null], output);
        Assert.That(Encoding.UTF8.GetString(output.WrittenSpan), Is.EqualTo("""{"a":1,"c":null}"""));
    }

    [Test]
    public void Shape_may_change_any_number_of_times()
    {
        var encoder = new JsonRowEncoder();
        for (var i = 0; i < 200; i++)
            Assert.That(Encode(encoder, $$"""{"b":1,"a{{i}}":2}"""), Is.EqualTo($$"""{"a{{i}}":2,"b":1}"""));
    }

    [Test]
    public void Nan_is_an_error_or_null()
    {
        SqlValue row = SqlObject.FromArrays(["a"], [double.NaN]);
        var output = new ArrayBufferWriter<byte>();
        Assert.That(() => new JsonRowEncoder().Encode(row, output), Throws.InstanceOf<SqlException>());

        output.Clear();
        new JsonRowEncoder(nonFiniteAsNull: true).Encode(row, output);
        Assert.That(Encoding.UTF8.GetString(output.WrittenSpan), Is.EqualTo("""{"a":null}"""));
    }

    private static string Encode(JsonRowEncoder encoder, string message)
    {
        var output = new ArrayBufferWriter<byte>();
        encoder.Encode(SqlJson.Parse(message), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
