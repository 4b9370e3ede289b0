using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Tests.Wire;

[TestFixture]
internal sealed class FastColumnTests
{
    [Test]
    public void Whole_numbers_are_eight_bytes_each() => Assert.That(
        Hex(1L, -2L), Is.EqualTo("0100000010000000" + "0100000000000000" + "feffffffffffffff"));

    [Test]
    public void Nulls_are_a_byte_per_row() => Assert.That(
        Hex(true, SqlValue.Null, false), Is.EqualTo("0301000006000000" + "000100" + "010000"));

    [Test]
    public void Texts_are_ends_and_bytes() => Assert.That(
        Hex("ab", "", "c"), Is.EqualTo("040000000f000000" + "020000000200000003000000" + "616263"));

    [Test]
    public void Mixed_values_are_message_pack() => Assert.That(
        Hex(1L, "a", SqlValue.Null, 1.5), Is.EqualTo("070000000d000000" + "01" + "a161" + "c0" + "cb3ff8000000000000"));

    [Test]
    public void Nothing_but_nulls_has_no_body() => Assert.That(Hex(SqlValue.Null, SqlValue.Missing), Is.EqualTo("0000000000000000"));

    [Test]
    public void Random_columns_come_back()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            SqlValue[] values = [.. Enumerable.Range(0, random.Next(20)).Select(_ => Value(random, round % 9, 0))];
            var bytes = Write(values);
            var read = new SqlValue[values.Length];

            Assert.That(FastColumn.Read(bytes, read), Is.EqualTo(bytes.Length));
            Assert.That(read, Is.EqualTo(values));
        }
    }

    [Test]
    public void Broken_columns_are_refused_without_harm()
    {
        var random = new Random(11);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = Write([.. Enumerable.Range(0, 5).Select(_ => Value(random, round % 9, 0))]);
            for (var change = 0; change < 3; change++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            bytes = bytes[..random.Next(bytes.Length + 1)];

            try
            {
                FastColumn.Read(bytes, new SqlValue[5]);
            }
            catch (SpException)
            {
                // The one error that a lane knows what to do with.
            }
        }

        Assert.Pass();
    }

    private static SqlValue Value(Random random, int kind, int depth) => kind switch
    {
        0 => random.NextInt64(),
        1 => random.NextDouble() * 1e6,
        2 => random.Next(2) == 0,
        3 => new string('é', random.Next(300)),
        4 => SqlValue.From(new byte[random.Next(300)]),
        5 => SqlValue.From(new SqlTime(DateTime.UnixEpoch.Ticks + random.NextInt64(-1L << 50, 1L << 50), TimeZoneInfo.Utc)),
        6 => SqlValue.Null,
        7 when depth < 3 => random.Next(2) == 0
            ? SqlArray.Create([.. Enumerable.Range(0, random.Next(40)).Select(_ => Value(random, random.Next(9), depth + 1))])
            : SqlObject.From(Enumerable.Range(0, random.Next(20)).Select(i => KeyValuePair.Create($"name{i}", Value(random, random.Next(9), depth + 1)))),
        _ => Value(random, random.Next(7), depth),
    };

    private static string Hex(params SqlValue[] values) => Convert.ToHexStringLower(Write(values));

    private static byte[] Write(SqlValue[] values)
    {
        var output = new FrameWriter(16);
        FastColumn.Write(output, values);
        return output.Written.Span.ToArray();
    }
}
