using System.Buffers;
using System.Text;
using CompiledRules.Formats.Delimited;

namespace CompiledRules.Formats.Tests.Delimited;

public sealed class DelimitedTests
{
    [TestCase("1,x", "col0='1', col1='x'")]
    [TestCase("1,,3", "col0='1', col1='', col2='3'")]
    [TestCase("\"a,b\",\"c\"\"d\"", "col0='a,b', col1='c\"d'")]
    [TestCase("\"two\nlines\",x", "col0='two\nlines', col1='x'")]
    [TestCase("a\"b,c", "col0='a\"b', col1='c'")]
    [TestCase("1,2\r\n3,4\n", "col0='1', col1='2'; col0='3', col1='4'")]
    [TestCase("1,2\n\"x", "col0='1', col1='2'; ! the quoted field \"x does not end; write a quote inside quotes twice")]
    [TestCase("\"x\"y", "! found 'y' after the quoted field \"x\", expected the delimiter ',' or the end of the line")]
    public void Names_are_made_where_none_are_given(string message, string expected) =>
        Assert.That(Decode(message, RowSchema.Schemaless, ["col0", "col1", "col2"]), Is.EqualTo(expected));

    [Test]
    public void Declared_types_are_read_from_text()
    {
        var schema = new RowSchema([new("a", ColumnType.Bigint), new("b", ColumnType.Float), new("c", ColumnType.Boolean), new("d", ColumnType.String)]);
        Assert.That(Decode("1,2.5,true,7\n,,,\nx,1,true,", schema, ["a", "b", "c", "d"]), Is.EqualTo(
            "a=1, b=2.5, c=true, d='7'; a=null, b=null, c=null, d=''; ! column 'a': found string(x), expected bigint"));
    }

    [Test]
    public void Header_line_gives_the_names()
    {
        var layout = new RowLayout(["y"]);
        var decoder = new DelimitedRowDecoder(layout, RowSchema.Schemaless, ";", hasHeader: true);
        Assert.That(Decoding.Show(decoder, layout, "x;y\n1;2\n3;4"), Is.EqualTo("y='2'; y='4'"));
    }

    [TestCase("""{"b":1.5,"a":"x"}""", "x,1.5")]
    [TestCase("""{"a":1000000,"b":null}""", "1000000,")]
    [TestCase("""{"a":"x,y","b":"q\"r"}""", "\"x,y\",q\"r")]
    [TestCase("""[{"a":1,"b":2},{"b":4,"a":3}]""", "1,2\n3,4")]
    [TestCase("[]", "")]
    public void Writes_lines_with_sorted_columns(string message, string expected) =>
        Assert.That(Encode(new DelimitedRowEncoder(), message), Is.EqualTo(expected));

    [Test]
    public void First_object_fixes_the_columns()
    {
        var encoder = new DelimitedRowEncoder(hasHeader: true);
        Assert.That(Encode(encoder, """{"b":1,"a":2}"""), Is.EqualTo("a,b\n2,1"));
        Assert.That(Encode(encoder, """{"c":9,"b":3}"""), Is.EqualTo(",3"));
    }

    [Test]
    public void Array_repeats_its_header() =>
        Assert.That(Encode(new DelimitedRowEncoder(";", ["b", "a"], hasHeader: true), """[{"a":1,"b":2},{"a":3}]"""), Is.EqualTo("b;a\n2;1\n;3"));

    [Test]
    public void Written_lines_read_back()
    {
        string[] fields = ["x,y", "\"q\"", "two\nlines", "", "plain"];
        var row = SqlObject.FromArrays(["a", "b", "c", "d", "e"], [.. fields.Select(static field => (SqlValue)field)]);
        var text = Encode(new DelimitedRowEncoder(), SqlJson.ToText(row)).AsSpan();
        var record = new List<string>();
        DelimitedText.TakeRecord(ref text, ",", record);
        Assert.That(record, Is.EqualTo(fields));
    }

    private static string Decode(string message, RowSchema schema, string[] columns)
    {
        var layout = new RowLayout([.. columns]);
        return Decoding.Show(new DelimitedRowDecoder(layout, schema), layout, message);
    }

    private static string Encode(DelimitedRowEncoder encoder, string message)
    {
        var output = new ArrayBufferWriter<byte>();
        encoder.Encode(SqlJson.Parse(message), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
