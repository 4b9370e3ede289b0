using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Tests.Wire;

[TestFixture]
internal sealed class SpHeaderTests
{
    [TestCase("Request", "0053500000300000")]
    [TestCase("Reply", "0053500000310000")]
    [TestCase("Push", "0053500000500000")]
    [TestCase("Pull", "0053500000510000")]
    [TestCase("Pair", "0053500000100000")]
    public void Connection_opens_with(string protocol, string bytes)
    {
        var header = new byte[SpHeader.ConnectionLength];

        SpHeader.WriteConnection(header, Enum.Parse<SpProtocol>(protocol));

        Assert.That(Convert.ToHexStringLower(header), Is.EqualTo(bytes));
    }

    [TestCase("0053500000310000", "protocol 0x31 where 0x30 was expected")]
    [TestCase("474554202f204854", "no SP header")]
    [TestCase("0053500000300001", "no SP header")]
    public void Other_openings_are_refused(string bytes, string message) => Assert.That(
        () => SpHeader.CheckConnection(Convert.FromHexString(bytes), SpProtocol.Reply),
        Throws.InstanceOf<SpException>().With.Message.Contains(message));

    [TestCase("01ffffffffffffffff", "longer than the limit")]
    [TestCase("010000000000000401", "longer than the limit")]
    [TestCase("000000000000000001", "began with byte 0x00")]
    public void Frames_that_are_not_messages_are_refused(string bytes, string message) => Assert.That(
        () => SpHeader.ReadFrame(Convert.FromHexString(bytes), 1024),
        Throws.InstanceOf<SpException>().With.Message.Contains(message));

    [TestCase("a4369821", 4)]
    [TestCase("a436982168616e64", 4)]
    [TestCase("00000001000000028000000368", 12)]
    public void Back_trace_ends_with_the_first_word_whose_top_bit_is_set(string bytes, int length) =>
        Assert.That(SpHeader.BackTraceLength(Convert.FromHexString(bytes)), Is.EqualTo(length));

    [TestCase("")]
    [TestCase("a43698")]
    [TestCase("0000000100000002")]
    [TestCase("000000010000000100000001000000010000000100000001000000010000000180000001")]
    public void Request_without_id_is_refused(string bytes) =>
        Assert.That(() => SpHeader.BackTraceLength(Convert.FromHexString(bytes)), Throws.InstanceOf<SpException>());
}
