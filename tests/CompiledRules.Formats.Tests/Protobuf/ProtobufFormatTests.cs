using System.Buffers;
using CompiledRules.Formats.Protobuf;
using CompiledRules.Formats.Schemas;

namespace CompiledRules.Formats.Tests.Protobuf;

public sealed class ProtobufFormatTests
{
    private const string Sensors = """
        syntax = "proto3";
        package plant;
        import "units/unit.proto";
        message Reading {
          string room = 1;
          int64 count = 2;
          double value = 3;
          bool ok = 4;
          repeated sint32 history = 5;
          map<string, double> limits = 6;
          units.Unit unit = 7;
          Place place = 8;
          optional int32 battery = 9;
          oneof cause { string text = 10; int32 code = 11; }
          message Place { string floor = 1; }
        }
        """;

    private const string Unit = """
        syntax = "proto3";
        package units;
        enum Unit { NONE = 0; CELSIUS = 5; }
        """;

    private const string Row = """{"room":"lab","count":3,"value":21.5,"ok":true,"history":[-1,2],"limits":{"low":1},"unit":"CELSIUS","place":{"floor":"1st"},"code":7,"unknown":1}""";

    private DirectoryInfo _folder = null!;
    private FormatRegistry _formats = null!;

    [SetUp]
    public void WriteSchemas()
    {
        _folder = Directory.CreateTempSubdirectory("compiledrules-");
        Write("sensors.proto", Sensors);
        Write("units/unit.proto", Unit);
        _formats = FormatRegistry.CreateDefault().AddProtobuf(new SchemaFolder(_folder.FullName));
    }

    [TearDown]
    public void Remove() => _folder.Delete(recursive: true);

    [Test]
    public void Row_survives_the_round_trip()
    {
        var layout = new RowLayout(["room", "count", "value", "ok", "history", "limits", "unit", "place", "battery", "text", "code"]);
        Assert.That(
            Decoding.Show(Decoder(layout), layout, Encode(Row)),
            Is.EqualTo("room='lab', count=3, value=21.5, ok=true, history=[-1, 2], limits={low: 1}, unit=5, place={floor: 1st}, code=7"));
    }

    [Test]
    public void Field_that_did_not_come_has_its_default_unless_it_is_optional()
    {
        var layout = new RowLayout(["room", "count", "history", "place", "battery", "text"]);
        Assert.That(Decoding.Show(Decoder(layout), layout, []), Is.EqualTo("room='', count=0, history=[], place=null"));
    }

    [Test]
    public void Whole_row_has_all_declared_fields() =>
        Assert.That(
            Decoding.Show(Decoder(new RowLayout([], 0)), new RowLayout([], 0), Encode("""{"room":"a"}""")),
            Is.EqualTo(""" *={"count":0,"history":[],"limits":{},"ok":false,"place":null,"room":"a","unit":0,"value":0}"""));

    [Test]
    public void Field_of_a_oneof_that_nobody_asks_for_still_pushes_out_the_one_before_it()
    {
        var both = Encode("""{"text":"a"}""").Concat(Encode("""{"code":1}""")).ToArray();
        var layout = new RowLayout(["text"]);
        Assert.That(Decoding.Show(Decoder(layout), layout, both), Is.Empty);
    }

    [Test]
    public void Declared_type_is_applied()
    {
        var layout = new RowLayout(["count"]);
        var decoder = Decoder(layout, new RowSchema([new ColumnDefinition("count", ColumnType.String)]));
        Assert.That(Decoding.Show(decoder, layout, Encode("""{"count":3}""")), Is.EqualTo("count='3'"));
    }

    [TestCase(new byte[] { 0x0A, 0x05, 0x41 }, "! the bytes are no valid protobuf message: a field ends beyond the message")]
    [TestCase(new byte[] { 0x07 }, "! the bytes are no valid protobuf message: a field number is out of range")]
    public void Malformed_payload_is_an_error_of_the_row(byte[] payload, string expected)
    {
        var layout = new RowLayout(["room"]);
        Assert.That(Decoding.Show(Decoder(layout), layout, payload), Is.EqualTo(expected));
    }

    [TestCase("""{"count":"x"}""", "invalid type for int64 type field 'count': cannot convert string x to int64")]
    [TestCase("""{"history":1}""", "invalid type for repeated sint32 type field 'history'")]
    [TestCase("""[{"room":"a"},{"room":"b"}]""", "format protobuf takes a single row; set sendSingle to true")]
    public void Value_of_another_kind_is_refused(string row, string problem) =>
        Assert.That(() => Encode(row), Throws.InstanceOf<SqlException>().With.Message.StartsWith(problem));

    [TestCase(null, "it is required: the message of a .proto file, such as \"sensors.Reading\"")]
    [TestCase("sensors", "found \"sensors\"; expected a file and a message, such as \"sensors.Reading\"")]
    [TestCase("other.Reading", "there is no schema 'other'; there are broken, sensors")]
    [TestCase("sensors.Other", "schema 'sensors' has no message 'Other'; it has plant.Reading, plant.Reading.Place")]
    [TestCase("broken.A", "broken.proto(3): ")]
    public void Bad_schema_id_is_refused(string? id, string problem)
    {
        Write("broken.proto", "syntax = \"proto3\";\nmessage A {\n  strin x 1;\n}\n");
        Assert.That(() => _formats.CreateEncoder("protobuf", Options(id)), Throws.InstanceOf<OptionException>().With.Message.StartsWith($"sink test, option 'SCHEMAID': {problem}"));
    }

    [TestCase("sensors.plant.Reading")]
    [TestCase("sensors.Reading.Place")]
    public void Message_may_be_named_with_its_package(string id) => Assert.That(() => _formats.CreateEncoder("protobuf", Options(id)), Throws.Nothing);

    [Test]
    public void Last_version_counts_and_is_read_by_the_next_decoder()
    {
        Write("v@1.proto", "syntax = \"proto3\"; message A { string old = 1; }");
        Assert.That(() => _formats.CreateEncoder("protobuf", Options("v.B")), Throws.InstanceOf<OptionException>());

        Write("v@2.proto", "syntax = \"proto3\"; message B { string now = 1; }");
        Assert.That(() => _formats.CreateEncoder("protobuf", Options("v.B")), Throws.Nothing);
        Assert.That(ProtobufFormat.MessagesOf(Path.Combine(_folder.FullName, "protobuf", "v@2.proto")), Is.EqualTo(new[] { "B" }));
    }

    [Test]
    public void Import_stays_inside_the_folder()
    {
        Write("../secret.proto", "syntax = \"proto3\"; message Secret { string x = 1; }");
        Write("thief.proto", "syntax = \"proto3\"; import \"../secret.proto\"; message A { Secret s = 1; }");
        Assert.That(() => _formats.CreateEncoder("protobuf", Options("thief.A")), Throws.InstanceOf<OptionException>().With.Message.Contains("thief.proto"));
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, "protobuf", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private IRowDecoder Decoder(RowLayout layout, RowSchema? schema = null) => _formats.CreateDecoder("protobuf", Options("sensors.Reading"), layout, schema ?? RowSchema.Schemaless);

    private byte[] Encode(string row)
    {
        var output = new ArrayBufferWriter<byte>();
        _formats.CreateEncoder("protobuf", Options("sensors.Reading")).Encode(SqlJson.Parse(row), output);
        return output.WrittenSpan.ToArray();
    }

    private static ConnectorOptions Options(string? id) => new("sink test", id is null ? [] : [KeyValuePair.Create("SCHEMAID", (SqlValue)id)]);
}
