namespace CompiledRules.Functions.Tests.Time;

public sealed class SqlTimeFormatTests
{
    private static readonly TimeZoneInfo s_shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    private static readonly SqlTime s_afternoon = new(new DateTime(2009, 3, 5, 5, 4, 9, 123).Ticks, s_shanghai);

    [TestCase("YYYY-MM-dd HH:mm:ss", "2009-03-05 13:04:09")]
    [TestCase("yy M/d h:m:s a", "09 3/5 1:4:9 PM")]
    [TestCase("EEE EEEE MMM MMMM", "Thu Thursday Mar March")]
    [TestCase("ssSSS", "09.123")]
    [TestCase("ss.SSS", "09..123")]
    [TestCase("SSSSSSSSS", ".123000000")]
    [TestCase("z Z X XX XXX", "CST +0800 +08 +0800 +08:00")]
    [TestCase("'at' hh \\a G", "at 01 a AD")]
    public void Formats_by_pattern_letters(string pattern, string expected) =>
        Assert.That(SqlTimeFormat.For(pattern).Format(s_afternoon), Is.EqualTo(expected));

    [TestCase("YYYy")]
    [TestCase("YYY")]
    [TestCase("H")]
    [TestCase("EE")]
    [TestCase("'open")]
    public void Refuses_letters_without_meaning(string pattern) =>
        Assert.That(() => SqlTimeFormat.For(pattern), Throws.TypeOf<SqlException>());
}
