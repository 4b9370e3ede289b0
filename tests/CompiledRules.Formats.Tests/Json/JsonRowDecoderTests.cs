using System.Collections.Immutable;
using CompiledRules.Formats.Json;

namespace CompiledRules.Formats.Tests.Json;

public sealed class JsonRowDecoderTests
{
    [TestCase("""{"a": 1, "b": 2}""", "a=1.0")]
    [TestCase("""{"b": {"a": 5}, "a": "x"}""", "a='x'")]
    [TestCase("""{"a": null}""", "a=null")]
    [TestCase("""{"b": 1}""", "")]
    [TestCase("""{"a": true}""", "a=true")]
    [TestCase("""{"a": 1e3}""", "a=1000.0")]
    [TestCase("""{"a": -0.1}""", "a=-0.1")]
    [TestCase("""{"a": [1, "x", {"b": null}]}""", "a=[1, x, {b: null}]")]
    [TestCase("""{"a": "x\ny"}""", "a='x\ny'")]
    [TestCase("""{"a": "é"}""", "a='é'")]
    [TestCase("""{"\u0061": 7}""", "a=7.0")]
    [TestCase("""{"a": 1, "a": 2}""", "a=2.0")]
    public void Schemaless_column(string message, string expected) =>
        Assert.That(Show(message, RowSchema.Schemaless, "a"), Is.EqualTo(expected));

    [Test]
    public void Array_gives_a_row_per_element() =>
        Assert.That(Show("""[{"a": 1}, {"a": 2}]""", RowSchema.Schemaless, "a"), Is.EqualTo("a=1.0; a=2.0"));

    [Test]
    public void Element_that_is_no_object_is_an_error_and_the_others_stay() =>
        Assert.That(
            Show("""[{"a": 1}, 5, {"a": 2}]""", RowSchema.Schemaless, "a"),
            Is.EqualTo("a=1.0; a=2.0; ! found a number at byte 11, expected an object or an array of objects"));

    [TestCase("""{"a": 1, "b": }""", "! the message is not valid JSON at byte 14:*")]
    [TestCase("""{"a": 1""", "! the message is not valid JSON at byte 7:*")]
    [TestCase("{\"a\": 1,\n\"b\" 2}", "! the message is not valid JSON at byte 13:*")]
    [TestCase("""[{"a": 1}, {"a": ]""", "! the message is not valid JSON at byte 17:*")]
    [TestCase("""{"a": 1} x""", "! the message is not valid JSON at byte 9:*")]
    [TestCase("", "! the message is not valid JSON at byte 0:*")]
    [TestCase("""{"a": 1e999}""", "! column 'a': the number 1e999 is outside the range of a float*")]
    public void Malformed_message_is_one_error_with_its_place(string message, string expected) =>
        Assert.That(Show(message, RowSchema.Schemaless, "a", "b"), Does.StartWith(expected.TrimEnd('*')));

    [TestCase(false, "a=1.0")]
    [TestCase(true, "! the message is not valid JSON at byte 14: *")]
    public void Value_that_no_column_takes_is_checked_where_everything_is(bool checksEverything, string expected)
    {
        var layout = new RowLayout(["a"]);
        var decoder = new JsonRowDecoder(layout, RowSchema.Schemaless, checksEverything);

        Assert.That(Decoding.Show(decoder, layout, """{"a": 1, "b": }"""), Does.StartWith(expected.TrimEnd('*')));
    }

    [Test]
    public void Malformed_message_leaves_earlier_rows()
    {
        var rows = new DecodedRows();
        var decoder = new JsonRowDecoder(new RowLayout(["a"]), RowSchema.Schemaless);
        decoder.Decode(new SourceMessage("""{"a": 1}"""u8.ToArray()), 0, rows);
        decoder.Decode(new SourceMessage("""[{"a": 2}, {"""u8.ToArray()), 0, rows);
        decoder.Decode(new SourceMessage("""{"a": 3}"""u8.ToArray()), 0, rows);
        Assert.That((rows.Rows.Count, rows.Errors.Count), Is.EqualTo((2, 1)));
    }

    [TestCase("""{"a": 5}""", "a=5")]
    [TestCase("""{"a": 5.0}""", "a=5.0")]
    [TestCase("""{"a": 9007199254740993}""", "a=9007199254740993")]
    public void Whole_numbers_are_integers_where_asked(string message, string expected) =>
        Assert.That(Show(message, new RowSchema([]) { UseIntegers = true }, "a"), Is.EqualTo(expected));

    [TestCase("bigint", "5", "a=5")]
    [TestCase("bigint", "9007199254740993", "a=9007199254740993")]
    [TestCase("bigint", "5.5", "! column 'a': found float(5.5), expected bigint")]
    [TestCase("bigint", "\"5\"", "! column 'a': found string(5), expected bigint")]
    [TestCase("float", "5", "a=5.0")]
    [TestCase("float", "true", "! column 'a': found boolean(true), expected float")]
    [TestCase("string", "5", "a='5'")]
    [TestCase("string", "1000000", "a='1e+06'")]
    [TestCase("string", "[]", "! column 'a': found array([]), expected string")]
    [TestCase("boolean", "2", "a=true")]
    [TestCase("boolean", "\"f\"", "a=false")]
    [TestCase("boolean", "\"x\"", "! column 'a': found string(x), expected boolean")]
    [TestCase("bytea", "\"AQI=\"", "a=0x0102")]
    [TestCase("bytea", "\"!\"", "a=0x21")]
    [TestCase("datetime", "1000", "a=1000.0")]
    [TestCase("datetime", "\"2020-01-01\"", "a='2020-01-01'")]
    [TestCase("bigint", "null", "a=null")]
    public void Declared_column_without_strictness(string type, string value, string expected) =>
        Assert.That(Show($$"""{"x": [1], "a": {{value}} }""", Schema(false, ("a", type)), "a"), Is.EqualTo(expected));

    [TestCase("bigint", "5.7", "a=5")]
    [TestCase("string", "5", "! column 'a': found float(5), expected string")]
    [TestCase("datetime", "1000", "a=1970-01-01T00:00:01Z")]
    [TestCase("float", "null", "! column 'a': found null, expected float")]
    public void Declared_column_with_strictness(string type, string value, string expected) =>
        Assert.That(Show($$"""{"a": {{value}} }""", Schema(true, ("a", type)), "a"), Is.EqualTo(expected));

    [Test]
    public void Strict_column_that_is_absent_is_an_error() =>
        Assert.That(
            Show("""{"b": 1}""", Schema(true, ("a", "bigint"), ("b", "bigint")), "a"),
            Is.EqualTo("! field 'a' is absent; it is declared bigint without DEFAULT and the stream is strict"));

    [Test]
    public void Strict_column_that_nobody_reads_may_be_absent() =>
        Assert.That(Show("""{"b": 1}""", Schema(true, ("a", "bigint"), ("b", "bigint")), "b"), Is.EqualTo("b=1"));

    [Test]
    public void Row_of_wrong_type_does_not_lose_its_neighbours() =>
        Assert.That(
            Show("""[{"a": 1}, {"a": {"x": [{}]}, "b": 1}, {"a": 3}]""", Schema(false, ("a", "bigint")), "a"),
            Is.EqualTo("a=1; a=3; ! column 'a': found struct(map[x:[map[]]]), expected bigint"));

    [Test]
    public void Struct_keeps_its_declared_fields_only()
    {
        var type = new ColumnType.Struct([new("x", ColumnType.Bigint)]);
        var schema = new RowSchema([new("a", new ColumnType.Array(type))]);
        Assert.That(Show("""{"a": [{"x": 1, "y": 2}, null, {"y": 3}]}""", schema, "a"), Is.EqualTo("a=[{x: 1}, null, {}]"));
    }

    [Test]
    public void Whole_row_of_a_schemaless_stream_has_every_key() =>
        Assert.That(ShowWhole("""{"b": {"y": 1, "x": [2]}, "a": 1}""", RowSchema.Schemaless), Is.EqualTo("""a=1.0 *={"a":1,"b":{"x":[2],"y":1}}"""));

    [Test]
    public void Whole_row_of_a_typed_stream_has_the_declared_keys() =>
        Assert.That(ShowWhole("""{"b": 2, "a": 1, "c": 3}""", Schema(false, ("a", "bigint"), ("c", "string"))), Is.EqualTo("""a=1 *={"a":1,"c":"3"}"""));

    [Test]
    public void Timestamp_column_gives_the_rows_time()
    {
        var rows = new DecodedRows();
        new JsonRowDecoder(new RowLayout(["ts"]), new RowSchema([]) { TimestampColumn = "ts" })
            .Decode(new SourceMessage("""[{"ts": 1500}, {"ts": "1970-01-01 00:00:02"}, {"ts": true}, {}]"""u8.ToArray()), 7, rows);
        Assert.That((string.Join(" ", rows.Rows.Select(static row => row.Timestamp)), rows.Errors.Count), Is.EqualTo(("1500 2000", 2)));
    }

    [Test]
    public void Shape_may_change_from_message_to_message()
    {
        var layout = new RowLayout(["a", "b"]);
        var decoder = new JsonRowDecoder(layout, RowSchema.Schemaless);
        var shown = new[] { """{"a":1,"b":2}""", """{"b":3,"a":4}""", """{"x":0,"b":5}""", """{"a":6,"b":7}""" }
            .Select(message => Decoding.Show(decoder, layout, message));
        Assert.That(string.Join(" | ", shown), Is.EqualTo("a=1.0, b=2.0 | a=4.0, b=3.0 | b=5.0 | a=6.0, b=7.0"));
    }

    [Test]
    public void Letters_that_are_none_become_the_replacement_character()
    {
        var layout = new RowLayout(["a"]);
        var decoder = new JsonRowDecoder(layout, RowSchema.Schemaless);
        byte[] broken = [.. """{"a":"x"""u8, 0xFF, .. "\"}"u8];
        Assert.That(Decoding.Show(decoder, layout, broken), Is.EqualTo("a='x\uFFFD'"));
        Assert.That(Decoding.Show(decoder, layout, """{"a":"\ud800\n!"}"""), Is.EqualTo("a='\uFFFD\n!'"));
    }

    [Test]
    public void Plain_text_stays_utf8_until_it_is_read()
    {
        var rows = new DecodedRows();
        new JsonRowDecoder(new RowLayout(["a"]), RowSchema.Schemaless).Decode(new SourceMessage("""{"a":"room"}"""u8.ToArray()), 0, rows);
        Assert.That(rows.Rows[0].Slots[0].AsUtf8OrDefault(), Is.Not.Null);
    }

    private static string Show(string message, RowSchema schema, params string[] columns)
    {
        var layout = new RowLayout([.. columns]);
        return Decoding.Show(new JsonRowDecoder(layout, schema), layout, message);
    }

    private static string ShowWhole(string message, RowSchema schema)
    {
        var layout = new RowLayout(["a"], 1);
        return Decoding.Show(new JsonRowDecoder(layout, schema), layout, message);
    }

    private static RowSchema Schema(bool isStrict, params (string Name, string Type)[] columns) =>
        new(columns.Select(static column => new ColumnDefinition(column.Name, TypeOf(column.Type))).ToImmutableArray(), isStrict);

    private static ColumnType TypeOf(string name) => name switch
    {
        "bigint" => ColumnType.Bigint,
        "float" => ColumnType.Float,
        "string" => ColumnType.String,
        "datetime" => ColumnType.DateTime,
        "boolean" => ColumnType.Boolean,
        _ => ColumnType.Bytea,
    };
}
