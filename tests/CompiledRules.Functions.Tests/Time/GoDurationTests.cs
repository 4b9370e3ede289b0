namespace CompiledRules.Functions.Tests.Time;

public sealed class GoDurationTests
{
    [TestCase("0", 0)]
    [TestCase("10s", 10_000)]
    [TestCase("1h30m", 5_400_000)]
    [TestCase("-1.5s", -1_500)]
    [TestCase("+.5m", 30_000)]
    [TestCase("300ms", 300)]
    [TestCase("2000us", 2)]
    [TestCase("3000µs", 3)]
    [TestCase("1000000ns", 1)]
    public void Reads_numbers_with_units(string text, double milliseconds) =>
        Assert.That(GoDuration.Parse(text).TotalMilliseconds, Is.EqualTo(milliseconds));

    [TestCase("")]
    [TestCase("100")]
    [TestCase("-")]
    [TestCase("s")]
    [TestCase("1d")]
    [TestCase("1.2.3s")]
    [TestCase("1h 30m")]
    [TestCase("9999999999h")]
    public void Refuses_everything_else(string text) =>
        Assert.That(() => GoDuration.Parse(text), Throws.TypeOf<SqlException>());
}
