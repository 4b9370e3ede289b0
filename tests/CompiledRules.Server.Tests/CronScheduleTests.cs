using System.Globalization;
using CompiledRules.Server.Rules;

namespace CompiledRules.Server.Tests;

[TestFixture]
public sealed class CronScheduleTests
{
    [TestCase("* * * * *", "2030-01-31 23:59:10", "2030-02-01 00:00:00")]
    [TestCase("0 * * * *", "2030-01-31 10:00:00", "2030-01-31 11:00:00")]
    [TestCase("*/15 8-17 * * mon-fri", "2030-02-01 17:50:00", "2030-02-04 08:00:00")]
    [TestCase("30 6 1,15 * *", "2030-02-01 06:30:00", "2030-02-15 06:30:00")]
    [TestCase("0 0 29 2 *", "2030-01-01 00:00:00", "2032-02-29 00:00:00")]
    [TestCase("0 0 13 * 5", "2030-09-01 00:00:00", "2030-09-06 00:00:00", Description = "either kind of day will do")]
    [TestCase("0 12 * jan,jul 7", "2030-02-01 00:00:00", "2030-07-07 12:00:00")]
    [TestCase("@daily", "2030-01-31 10:00:00", "2030-02-01 00:00:00")]
    [TestCase("@every 90s", "2030-01-31 10:00:00", "2030-01-31 10:01:30")]
    public void Next_time_after(string schedule, string time, string expected) =>
        Assert.That(CronSchedule.Parse(schedule).Next(Time(time), TimeZoneInfo.Utc), Is.EqualTo(Time(expected)));

    [Test]
    public void A_day_that_never_comes_has_no_next_time() =>
        Assert.That(CronSchedule.Parse("0 0 31 2 *").Next(Time("2030-01-01 00:00:00"), TimeZoneInfo.Utc), Is.Null);

    [TestCase("")]
    [TestCase("* * * *")]
    [TestCase("60 * * * *")]
    [TestCase("* 24 * * *")]
    [TestCase("* * 0 * *")]
    [TestCase("5-1 * * * *")]
    [TestCase("*/0 * * * *")]
    [TestCase("a * * * *")]
    [TestCase("@every 10ms")]
    [TestCase("@often")]
    public void What_is_no_schedule_is_refused(string schedule) => Assert.That(() => CronSchedule.Parse(schedule), Throws.TypeOf<FormatException>());

    private static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
