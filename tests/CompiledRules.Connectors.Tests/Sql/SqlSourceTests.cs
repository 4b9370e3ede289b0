using System.Buffers;
using CompiledRules.Connectors.Sql;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.Sql;

public sealed class SqlSourceTests
{
    [TestCase("{\"limit\":2}", "option 'internalSqlQueryCfg': indexFields is required with limit")]
    [TestCase("{\"indexFields\":[{\"indexFieldType\":\"bigint\"}]}", "option 'indexField': it is required")]
    [TestCase("{\"indexFields\":[{\"indexField\":\"id\",\"indexFieldType\":\"int\"}]}", "option 'indexFieldType': found \"int\"; expected one of")]
    [TestCase("{\"indexFields\":[{\"indexField\":\"id\",\"indexFieldType\":\"bigint\",\"indexValue\":\"x\"}]}", "option 'indexValue': found \"x\"; expected bigint")]
    [TestCase("{\"indexFields\":[{\"indexField\":\"id\",\"value\":\"x\"}]}", "option 'value': there is no such option")]
    [TestCase("{\"tabel\":\"t\"}", "option 'tabel': there is no such option; did you mean 'table'?")]
    [TestCase("limit", "option 'internalSqlQueryCfg': ")]
    public void Bad_query_is_refused(string query, string problem) => Assert.That(
        () => Make(("internalSqlQueryCfg", query)), Throws.InstanceOf<OptionException>().With.Message.Contains(problem));

    [Test]
    public void Table_is_required() => Assert.That(
        static () => new ConnectorRegistry().AddSql().CreateSource("sql", Values([("dburl", "sqlite://a.db")]), new ConnectorContext("s", TimeProvider.System)),
        Throws.InstanceOf<OptionException>().With.Message.Contains("it is required: the table to read"));

    [Test]
    public void Missing_database_is_told_by_the_status()
    {
        var source = Make(("interval", 1000L));
        using var status = new StatusLog(source);
        using var subscription = source.Subscribe(new Recorder());
        Assert.That(async () => (await status.UntilAsync(ConnectionState.Disconnected)).Error, Does.Contain("a.db' cannot be read"));
    }

    [Test]
    public void Position_keeps_times_texts_and_what_there_is_not_yet()
    {
        var time = SqlValue.From(SqlTime.FromUnixMilliseconds(1_700_000_000_123, TimeZoneInfo.Utc));
        var position = new ArrayBufferWriter<byte>();
        SqlPosition.Write([time, "2026", 5L, SqlValue.Missing, 1.5], position);

        Assert.That(SqlPosition.Read(position.WrittenSpan, 5), Is.EqualTo(new[] { time, "2026", 5L, SqlValue.Missing, 1.5 }));
        Assert.That(() => SqlPosition.Read(position.WrittenSpan, 1), Throws.InstanceOf<SqlException>().With.Message.EqualTo("found a position of 5 index fields, expected 1"));
        Assert.That(static () => SqlPosition.Read([9], 1), Throws.InstanceOf<SqlException>().With.Message.EqualTo("found a position of version 9, expected 1"));
    }

    private static SqlSource Make(params (string Name, SqlValue Value)[] options) => (SqlSource)((SourceConnector.Rows)new ConnectorRegistry().AddSql()
        .CreateSource("sql", Values([("DATASOURCE", "t"), ("dburl", "sqlite://a.db"), .. options]), new ConnectorContext("s", TimeProvider.System))).Source;
}
