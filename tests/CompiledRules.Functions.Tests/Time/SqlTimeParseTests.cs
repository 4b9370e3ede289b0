namespace CompiledRules.Functions.Tests.Time;

public sealed class SqlTimeParseTests
{
    private static readonly TimeZoneInfo s_shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    [TestCase("2022", "2021-12-31T16:00:00Z")]
    [TestCase("2022-4", "2022-03-31T16:00:00Z")]
    [TestCase("2022-4-13", "2022-04-12T16:00:00Z")]
    [TestCase("2022-4-13 6", "2022-04-12T22:00:00Z")]
    [TestCase("2022-4-13 6:07", "2022-04-12T22:07:00Z")]
    [TestCase("2022-04-13 06:22:32.2334", "2022-04-12T22:22:32.2334Z")]
    [TestCase("5-6", "2020-05-05T16:00:00Z")]
    [TestCase("15:04", "2020-02-03T07:04:00Z")]
    [TestCase("15", "2020-02-03T07:00:00Z")]
    [TestCase("3:04PM", "2020-02-03T07:04:00Z")]
    [TestCase("20220413", "2022-04-12T16:00:00Z")]
    [TestCase("4/13/2022 6:2:3", "2022-04-12T22:02:03Z")]
    [TestCase("2022.04.13 06:22:32.5", "2022-04-12T22:22:32.5Z")]
    [TestCase("2022/04/13", "2022-04-12T16:00:00Z")]
    [TestCase("2022-04-13T06:22:32Z", "2022-04-13T06:22:32Z")]
    [TestCase("2022-04-13T06:22:32.123+02:00", "2022-04-13T04:22:32.123Z")]
    [TestCase("2022-04-13T06:22:32-0230", "2022-04-13T08:52:32Z")]
    [TestCase("2022-04-13T06:22:32", "2022-04-12T22:22:32Z")]
    [TestCase("2006-01-02 15:04:05.999999999 +0000 UTC", "2006-01-02T15:04:05.9999999Z")]
    [TestCase("Mon Jan  2 15:04:05 2006", "2006-01-02T07:04:05Z")]
    [TestCase("02 Jan 06 15:04 CST", "2006-01-02T07:04:00Z")]
    [TestCase("Monday, 02-Jan-06 15:04:05 GMT", "2006-01-02T15:04:05Z")]
    [TestCase("Mon, 02 Jan 2006 15:04:05 -0700", "2006-01-02T22:04:05Z")]
    public void Reads_the_layouts_of_the_dialect(string text, string expected) =>
        Assert.That(Utc(SqlTimeParse.Parse(text, s_shanghai, clock: new Clock())), Is.EqualTo(expected));

    [TestCase("2022-04-13 06:22:32.233", "YYYY-MM-dd HH:mm:ssSSS", "2022-04-12T22:22:32.233Z")]
    [TestCase("2022-04-13 06:22:32.233", "YYYY-MM-dd HH:mm:ss.SSS", "2022-04-12T22:22:32.233Z")]
    [TestCase("13#04#2022", "dd#MM#yyyy", "2022-04-12T16:00:00Z")]
    [TestCase("2022-04-13 Wed 06:22:32", "YYYY-MM-dd EEE HH:m:ss", "2022-04-12T22:22:32Z")]
    [TestCase("1/2 9 PM", "M/d h a", "2020-01-02T13:00:00Z")]
    [TestCase("2022-04-13", "dd#MM#yyyy", "2022-04-12T16:00:00Z")]
    public void Prefers_the_given_format(string text, string format, string expected) =>
        Assert.That(Utc(SqlTimeParse.Parse(text, s_shanghai, format, new Clock())), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("tomorrow")]
    [TestCase("2022-02-30")]
    [TestCase("2022-13-01")]
    [TestCase("2022-04-13 25:00:00")]
    [TestCase("2022-04-13T06:22:32Zx")]
    public void Refuses_text_that_is_no_time(string text) =>
        Assert.That(() => SqlTimeParse.Parse(text, s_shanghai, clock: new Clock()), Throws.TypeOf<SqlException>());

    [Test]
    public void Keeps_the_offset_of_the_text_for_date_parts() =>
        Assert.That(SqlTimeParse.Parse("2022-04-13T06:22:32+02:00", s_shanghai).ToString(), Is.EqualTo("2022-04-13T06:22:32+02:00"));

    [Test]
    public void Takes_numbers_as_milliseconds() =>
        Assert.That(Utc(SqlTimeParse.FromValue(1649830952233, s_shanghai)), Is.EqualTo("2022-04-13T06:22:32.233Z"));

    [Test]
    public void Takes_no_booleans() =>
        Assert.That(() => SqlTimeParse.FromValue(true, s_shanghai), Throws.TypeOf<SqlException>());

    private static string Utc(SqlTime time) => (time with { Zone = TimeZoneInfo.Utc }).ToString();

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2020, 2, 3, 10, 0, 0, TimeSpan.Zero);
    }
}
