using System.Buffers;
using System.Text.Json;
using CompiledRules.External.Messages;
using CompiledRules.External.Tests.Protos;
using CompiledRules.Formats.Protobuf.Schemas;
using CompiledRules.Formats.Protobuf.Wire;
using Google.Protobuf;
using static CompiledRules.External.Tests.SampleServices;

namespace CompiledRules.External.Tests.Messages;

/// <summary>Holds our bytes and JSON against those of Google's library for the same schema.</summary>
public sealed class MessageCodecTests
{
    private static readonly string[] s_messages =
    [
        "{}",
        "{'a_double': 1.5, 'a_float': -0.25}",
        "{'a_double': 3, 'a_float': 0}",
        "{'an_int32': -1, 'an_int64': -9223372036854775808, 'a_uint32': 4294967295, 'a_uint64': 9007199254740991}",
        "{'a_sint32': -2147483648, 'a_sint64': -2, 'a_fixed32': 4294967295, 'a_fixed64': 5, 'a_sfixed32': -7, 'a_sfixed64': -8}",
        "{'an_int64': 7.0, 'an_int32': 0.0}",
        "{'a_bool': true, 'a_string': 'grüße 🙂'}",
        "{'a_bool': false, 'a_string': ''}",
        "{'some_bytes': 'AQID'}",
        "{'unit': 7}",
        "{'unit': 3}",
        "{'unit': 'KELVIN'}",
        "{'nested': {'name': 'a', 'inner': {'name': 'b', 'inner': {}}}}",
        "{'nested': {'unknown': 1}}",
        "{'numbers': [1, 0, -1, 300], 'texts': ['a', '', 'b'], 'unpacked': [1, 2, 3]}",
        "{'numbers': [], 'texts': []}",
        "{'children': [{'name': 'x'}, {}, {'inner': {'name': 'y'}}]}",
        "{'counts': {'a': 1, 'b': 0, '': 2}, 'by_id': {'-5': {'name': 'n'}, '7': {}}}",
        "{'chosen_text': '', 'maybe': 0}",
        "{'chosen_text': 'first', 'chosen_number': 2}",
        "{'renamed': 'r'}",
        "{'a_string': null, 'an_int64': 1}",
    ];

    private static readonly string[] s_wellKnown =
    [
        "{'at': '2024-02-29T12:30:45.123456700Z', 'lasting': '1.5s'}",
        "{'at': 1700000000123, 'lasting': 2}",
        "{'at': {'seconds': -1, 'nanos': 500000000}, 'lasting': {'seconds': 3}}",
        "{'text': 'bare', 'number': 0}",
        "{'text': {'value': 'wrapped'}, 'number': 5}",
        "{'any_object': {'a': 1, 'b': [true, null, {'c': 'd'}]}, 'any_value': 'v', 'any_list': [1.5, 'x', {}]}",
        "{'any_value': {'deep': {'deeper': []}}}",
    ];

    [TestCaseSource(nameof(s_messages))]
    public void Bytes_are_what_the_reference_reads_and_writes(string row)
    {
        var ours = Encode(EveryField, row);

        Assert.That(JsonFormatter.Default.Format(Protos.Everything.Parser.ParseFrom(ours)), Is.EqualTo(JsonFormatter.Default.Format(Expected(row))));
    }

    [TestCaseSource(nameof(s_messages))]
    public void Bytes_of_the_reference_decode_to_what_was_sent(string row)
    {
        var reference = Expected(row).ToByteArray();

        Assert.That(MessageDecoder.Decode(EveryField, reference), Is.EqualTo(MessageDecoder.Decode(EveryField, Encode(EveryField, row))));
    }

    [TestCaseSource(nameof(s_messages))]
    public void Json_is_what_the_reference_reads(string row)
    {
        var ours = Json(EveryField, row);

        Assert.That(JsonParser.Default.Parse<Everything>(ours), Is.EqualTo(Expected(row)));
    }

    [TestCaseSource(nameof(s_messages))]
    public void Json_of_the_reference_gives_the_same_values_as_its_bytes(string row)
    {
        var reference = Expected(row);

        Assert.That(
            MessageJsonReader.Read(EveryField, System.Text.Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(reference))),
            Is.EqualTo(MessageDecoder.Decode(EveryField, reference.ToByteArray())));
    }

    [TestCaseSource(nameof(s_wellKnown))]
    public void Well_known_types_agree_in_bytes_and_JSON(string row)
    {
        var schema = Method("EchoWellKnown").Input;
        var fromBytes = WellKnown.Parser.ParseFrom(Encode(schema, row));
        var fromJson = JsonParser.Default.Parse<WellKnown>(Json(schema, row));
        var reference = System.Text.Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(fromBytes));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fromBytes, Is.EqualTo(fromJson));
            Assert.That(MessageJsonReader.Read(schema, reference), Is.EqualTo(MessageDecoder.Decode(schema, fromBytes.ToByteArray())));
        }
    }

    [Test]
    public void Well_known_types_are_plain_values()
    {
        var schema = Method("EchoWellKnown").Output;
        var row = Encode(schema, "{'at': '2024-02-29T12:30:45.5Z', 'lasting': '1.5s', 'text': 't', 'number': 4, 'any_object': {'a': 1}, 'any_value': true, 'any_list': ['x']}");

        var value = MessageDecoder.Decode(schema, row).AsObject();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(value["at"].Kind, Is.EqualTo(SqlKind.DateTime));
            Assert.That(value["at"].ToString(), Is.EqualTo("2024-02-29T12:30:45.5Z"));
            Assert.That(value["lasting"], Is.EqualTo((SqlValue)1.5));
            Assert.That(value["text"], Is.EqualTo((SqlValue)"t"));
            Assert.That(value["number"], Is.EqualTo((SqlValue)4L));
            Assert.That(value["any_object"], Is.EqualTo(Value("{'a': 1.0}")));
            Assert.That(value["any_value"], Is.EqualTo(SqlValue.True));
            Assert.That(value["any_list"], Is.EqualTo(Value("['x']")));
        }
    }

    [Test]
    public void Every_declared_field_is_in_the_result_except_an_unset_oneof()
    {
        var value = MessageDecoder.Decode(EveryField, []).AsObject();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(value.Names.ToArray(), Is.EqualTo(EveryField.Names.Except(["chosen_text", "chosen_number", "maybe"])));
            Assert.That(value["a_double"], Is.EqualTo((SqlValue)0.0));
            Assert.That(value["unit"], Is.EqualTo((SqlValue)0L));
            Assert.That(value["numbers"], Is.EqualTo((SqlValue)SqlArray.Empty));
            Assert.That(value["counts"], Is.EqualTo((SqlValue)SqlObject.Empty));
            Assert.That(value["nested"], Is.EqualTo(SqlValue.Null));
        }
    }

    [TestCase("{'an_int32': 1.5}", "invalid type for int32 type field 'an_int32': cannot convert float 1.5 to int32")]
    [TestCase("{'an_int32': '1'}", "invalid type for int32 type field 'an_int32': cannot convert string 1 to int32")]
    [TestCase("{'an_int32': 2147483648}", "invalid value for int32 type field 'an_int32': 2147483648 is out of range")]
    [TestCase("{'a_uint32': -1}", "invalid value for uint32 type field 'a_uint32': -1 is out of range")]
    [TestCase("{'a_double': '1'}", "invalid type for double type field 'a_double': cannot convert string 1 to double")]
    [TestCase("{'a_bool': 0}", "invalid type for bool type field 'a_bool': cannot convert integer 0 to bool")]
    [TestCase("{'a_string': 1}", "invalid type for string type field 'a_string': cannot convert integer 1 to string")]
    [TestCase("{'some_bytes': '#'}", "invalid type for bytes type field 'some_bytes': cannot convert string # to bytes")]
    [TestCase("{'unit': 'ROD'}", "invalid type for enum type field 'unit': cannot convert string ROD to enum")]
    [TestCase("{'nested': 1}", "invalid type for message type field 'nested': cannot convert integer 1 to message")]
    [TestCase("{'numbers': 1}", "invalid type for repeated int64 type field 'numbers': cannot convert integer 1 to repeated int64")]
    [TestCase("{'numbers': [null]}", "invalid type for repeated int64 type field 'numbers': cannot convert null null to repeated int64")]
    [TestCase("{'counts': []}", "invalid type for map type field 'counts': cannot convert array [] to map")]
    [TestCase("{'by_id': {'x': {}}}", "invalid type for int32 type field 'key': cannot convert string x to int32")]
    public void A_value_of_another_kind_is_refused_in_bytes_and_in_JSON(string row, string message)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Encode(EveryField, row), Throws.TypeOf<SqlException>().With.Message.EqualTo(message));
            Assert.That(() => Json(EveryField, row), Throws.TypeOf<SqlException>().With.Message.EqualTo(message));
        }
    }

    [Test]
    public void A_damaged_message_is_an_error_wherever_it_is_cut()
    {
        var bytes = Encode(EveryField, "{'a_double': 1.5, 'a_string': 'text', 'nested': {'name': 'a'}, 'numbers': [1, 2], 'counts': {'a': 1}}");
        var whole = MessageDecoder.Decode(EveryField, bytes);

        for (var length = 1; length < bytes.Length; length++)
        {
            var cut = bytes.AsMemory(0, length);
            try
            {
                Assert.That(MessageDecoder.Decode(EveryField, cut.Span), Is.Not.EqualTo(whole));
            }
            catch (SqlException error)
            {
                Assert.That(error.Message, Does.StartWith("the bytes are no valid protobuf message"));
            }
        }
    }

    [Test]
    public void Endless_nesting_is_an_error_and_not_a_crash()
    {
        var row = "{'name': 'x'}";
        for (var i = 0; i < 110; i++)
            row = "{'inner': " + row + "}";
        var bytes = Encode(EveryField.FindByName("nested")!.Message!, row);

        Assert.That(() => MessageDecoder.Decode(EveryField.FindByName("nested")!.Message!, bytes), Throws.TypeOf<SqlException>().With.Message.Contain("deeper than 100"));
    }

    [Test]
    public void Long_parts_get_a_longer_length_prefix([Values(0, 1, 127, 128, 129, 16383, 16384, 3_000_000)] int length)
    {
        var text = new string('x', length);
        var row = new SqlArray([SqlObject.From([KeyValuePair.Create<string, SqlValue>("nested", SqlObject.From([KeyValuePair.Create<string, SqlValue>("name", text)]))])]);

        var bytes = MessageEncoder.Encode(EveryField, ArgumentMapping.Map(row, EveryField));

        Assert.That(Protos.Everything.Parser.ParseFrom(bytes).Nested.Name, Is.EqualTo(text));
    }

    private static byte[] Encode(MessageSchema schema, string row) => MessageEncoder.Encode(schema, schema.FieldsOf(Value(row).AsObject()));

    private static string Json(MessageSchema schema, string row)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
            MessageJsonWriter.Write(json, schema, schema.FieldsOf(Value(row).AsObject()));
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }

    // The rows are protobuf JSON too, except for what only SQL allows.
    private static Everything Expected(string row) =>
        new JsonParser(JsonParser.Settings.Default.WithIgnoreUnknownFields(true)).Parse<Everything>(row.Replace("'chosen_text': 'first', ", "").Replace('\'', '"'));
}
