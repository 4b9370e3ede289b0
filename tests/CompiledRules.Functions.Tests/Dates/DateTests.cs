using CompiledRules.Functions.Dates;

namespace CompiledRules.Functions.Tests.Dates;

public sealed class DateTests
{
    private static readonly FunctionContext s_context = new ShanghaiContext();

    [Test]
    public void Now_is_in_the_zone_of_the_rule()
    {
        Assert.That(DateFunctions.Now(s_context), Is.EqualTo("2024-03-01 00:30:45"));
        Assert.That(DateFunctions.CurDate(s_context), Is.EqualTo("2024-03-01"));
        Assert.That(DateFunctions.CurTime(s_context), Is.EqualTo("00:30:45"));
    }

    [TestCase(1, "2024-03-01 00:30:45.1")]
    [TestCase(6, "2024-03-01 00:30:45.123000")]
    public void Now_has_as_many_digits_as_asked_for(long digits, string expected) =>
        Assert.That(DateFunctions.Now(s_context, digits), Is.EqualTo(expected));

    [TestCase(-1)]
    [TestCase(7)]
    public void Now_has_at_most_microseconds(long digits) =>
        Assert.That(() => DateFunctions.Now(s_context, digits), Throws.TypeOf<SqlException>());

    [Test]
    public void Milliseconds_are_shown_in_the_zone_of_the_rule() =>
        Assert.That(DateFunctions.Hour(s_context, 0L), Is.EqualTo(8));

    [Test]
    public void Date_parts_are_those_of_the_text()
    {
        SqlValue text = "2024-02-29 23:59:58.123456";

        Assert.That(DateFunctions.DayOfYear(s_context, text), Is.EqualTo(60));
        Assert.That(DateFunctions.DayOfWeek(s_context, text), Is.EqualTo(4));
        Assert.That(DateFunctions.DayName(s_context, text), Is.EqualTo("Thursday"));
        Assert.That(DateFunctions.MonthName(s_context, text), Is.EqualTo("February"));
        Assert.That(DateFunctions.LastDay(s_context, text), Is.EqualTo("2024-02-29"));
        Assert.That(DateFunctions.Second(s_context, text), Is.EqualTo(58));
        Assert.That(DateFunctions.Microsecond(s_context, text), Is.EqualTo(123456));
    }

    [Test]
    public void Durations_are_added_and_measured()
    {
        Assert.That(DateFunctions.DateCalc(s_context, "2024-02-28 23:30:00", "1h30m"), Is.EqualTo("2024-02-29 01:00:00"));
        Assert.That(DateFunctions.DateDiff(s_context, "2024-02-28", "2024-03-01"), Is.EqualTo(2L * 24 * 3600 * 1_000_000_000));
    }

    [Test]
    public void Dates_beyond_the_calendar_are_an_error()
    {
        Assert.That(() => DateFunctions.FromDays(long.MaxValue), Throws.TypeOf<SqlException>());
        Assert.That(() => DateFunctions.FromUnixTime(s_context, long.MaxValue), Throws.TypeOf<SqlException>());
        Assert.That(() => DateFunctions.DateCalc(s_context, "2024-02-28", "-20000000h"), Throws.TypeOf<SqlException>());
        Assert.That(() => DateFunctions.Hour(s_context, long.MaxValue), Throws.TypeOf<SqlException>());
    }

    [Test]
    public void Day_zero_and_second_zero_are_null()
    {
        Assert.That(DateFunctions.FromDays(0), Is.Null);
        Assert.That(DateFunctions.FromUnixTime(s_context, 0), Is.Null);
    }

    [Test]
    public void Null_is_no_time() =>
        Assert.That(() => DateFunctions.Hour(s_context, SqlValue.Null), Throws.TypeOf<SqlException>());
}
