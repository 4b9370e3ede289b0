namespace CompiledRules.Functions.Tests.Time;

public sealed class SqlTimeZoneTests
{
    [TestCase("Asia/Shanghai")]
    [TestCase("+05:30")]
    [TestCase("-08:00")]
    public void Zones_are_found_by_their_id(string id) =>
        Assert.That(SqlTimeZone.Find(id).Id, Is.EqualTo(id));

    [Test]
    public void The_zone_of_a_parsed_offset_is_found_again()
    {
        var zone = SqlTimeParse.Parse("2022-04-13T06:22:32-02:30", TimeZoneInfo.Utc).Zone;

        Assert.That(SqlTimeZone.Find(zone.Id), Is.SameAs(zone));
    }
}
