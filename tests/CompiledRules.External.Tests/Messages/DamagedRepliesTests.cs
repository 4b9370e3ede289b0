using CompiledRules.External.Messages;
using CompiledRules.External.MsgPackRpc;
using CompiledRules.Formats.Protobuf.Wire;
using MessagePack;
using static CompiledRules.External.Tests.SampleServices;

namespace CompiledRules.External.Tests.Messages;

/// <summary>Replies changed at random: each is a value or an error of the row, never anything else.</summary>
public sealed class DamagedRepliesTests
{
    private const int Replies = 20_000;
    private const string Row = "{'a_double': 1.5, 'a_string': 'text', 'some_bytes': 'AQID', 'nested': {'name': 'a', 'inner': {'name': 'b'}}, 'numbers': [1, 2, 3], 'counts': {'a': 1}, 'by_id': {'3': {'name': 'm'}}, 'chosen_number': 5}";

    [Test]
    public void Protobuf([Values(1, 2, 3)] int seed) =>
        Read(seed, MessageEncoder.Encode(EveryField, EveryField.FieldsOf(Value(Row).AsObject())), static bytes => MessageDecoder.Decode(EveryField, bytes));

    [Test]
    public void Well_known_types([Values(1, 2, 3)] int seed)
    {
        var schema = Method("EchoWellKnown").Output;
        var row = Value("{'at': '2024-02-29T12:30:45.5Z', 'lasting': '1.5s', 'text': 't', 'any_object': {'a': [1, {'b': null}]}, 'any_value': true, 'any_list': ['x']}").AsObject();

        Read(seed, MessageEncoder.Encode(schema, schema.FieldsOf(row)), bytes => MessageDecoder.Decode(schema, bytes));
    }

    [Test]
    public void Json([Values(1, 2, 3)] int seed) =>
        Read(seed, System.Text.Encoding.UTF8.GetBytes(Row.Replace('\'', '"')), static bytes => MessageJsonReader.Read(EveryField, bytes));

    [Test]
    public void MessagePack([Values(1, 2, 3)] int seed) => Read(seed, MessagePackSerializer.ConvertFromJson(Row.Replace('\'', '"')), static bytes =>
    {
        var reader = new MessagePackReader(bytes);
        return MessagePackCodec.ReadReply(ref reader, EveryField);
    });

    private static void Read(int seed, byte[] good, Func<byte[], SqlValue> decode)
    {
        var random = new Random(seed);
        for (var i = 0; i < Replies; i++)
        {
            var damaged = good[..random.Next(good.Length / 2, good.Length + 1)];
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                _ = decode(damaged).ToString();
            }
            catch (SqlException)
            {
                // An error of the row.
            }
            catch (Exception error)
            {
                Assert.Fail($"{Convert.ToHexString(damaged)}: {error}");
            }
        }
    }
}
