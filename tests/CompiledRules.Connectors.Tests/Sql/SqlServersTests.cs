using System.Buffers;
using CompiledRules.Connectors.Sql;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.Sql;

[TestFixture("sqlite")]
[TestFixture("postgres")]
[TestFixture("mysql")]
public sealed class SqlServersTests(string kind)
{
    private static readonly Dictionary<string, string> s_noProperties = [];

    private PlantDatabase _database = null!;

    [OneTimeSetUp]
    public void Open() => _database = new PlantDatabase(kind);

    [OneTimeTearDown]
    public void Close() => _database?.Dispose();

    [SetUp]
    public void Create() => _database.Execute(
        "DROP TABLE IF EXISTS readings",
        "DROP TABLE IF EXISTS compiled_rules_mark",
        "CREATE TABLE readings (id BIGINT NOT NULL, \"the room\" VARCHAR(100), value DOUBLE PRECISION, ok BOOLEAN, at TIMESTAMP NULL)");

    [Test]
    public async Task Rows_are_inserted_with_the_columns_they_have()
    {
        await using var sink = Sink();
        await sink.WriteAsync(SqlJson.Parse("""[{"id": 1, "the room": "l'ab", "ok": true}, {"id": 2, "value": 2.5, "at": "2026-01-02 03:04:05"}, {"id": 3, "value": 3}]""", true), default);

        Assert.That(_database.Query("SELECT id, \"the room\", value FROM readings ORDER BY id"), Is.EqualTo("1,l'ab, | 2,,2.5 | 3,,3"));
        Assert.That(_database.Query("SELECT COUNT(*) FROM readings WHERE ok OR at = '2026-01-02 03:04:05'"), Is.EqualTo("2"));
    }

    [Test]
    public async Task Many_rows_of_a_message_are_one_statement_for_each_500()
    {
        await using var sink = Sink();
        await sink.WriteAsync(new SqlArray([.. Enumerable.Range(1, 1201).Select(static id => (SqlValue)SqlObject.FromArrays(["id", "value"], [(long)id, id / 2.0]))]), default);

        Assert.That(_database.Query("SELECT COUNT(*), MAX(id) FROM readings"), Is.EqualTo("1201,1201"));
    }

    [Test]
    public async Task A_row_says_what_it_does_to_the_table()
    {
        await using var sink = Sink(("rowKindField", "action"), ("keyField", "id"));
        await sink.WriteAsync(
            SqlJson.Parse(
                """
                [{"id": 1, "the room": "lab"}, {"id": 2, "the room": "hall", "action": "upsert"}, {"id": 1, "the room": "attic", "action": "update"}, {"id": 3, "action": "insert"},
                 {"id": 2, "the room": "cellar", "action": "upsert"}, {"id": 3, "action": "delete"}]
                """,
                true),
            default);

        Assert.That(_database.Query("SELECT id, \"the room\" FROM readings ORDER BY id"), Is.EqualTo("1,attic | 2,cellar"));
    }

    [Test]
    public async Task A_transaction_is_written_once_without_the_message_that_cannot_be()
    {
        await using var sink = (SqlSink)Sink();
        var transaction = Of(1, """{"id": 1}""", """[{"id": 2}, {"id": null}]""", """{"id": 3}""");
        var refused = await sink.WriteAsync(transaction, default);
        Assert.That(refused.Select(static message => message.Index), Is.EqualTo([1]));

        await sink.WriteAsync(transaction, default);
        await sink.WriteAsync(Of(2, """{"id": 4}"""), default);
        Assert.That(_database.Query("SELECT id FROM readings ORDER BY id"), Is.EqualTo("1 | 3 | 4"));
        Assert.That(_database.Query("SELECT writer, number FROM compiled_rules_mark"), Is.EqualTo("r/0,2"));
    }

    [Test]
    public async Task Statement_that_is_refused_is_final_and_names_database_and_table()
    {
        await using var sink = Sink();
        Assert.That(
            async () => await sink.WriteAsync(SqlJson.Parse("""{"none": 1}"""), default),
            Throws.TypeOf<SqlException>().With.Message.Contains("table readings").And.Message.Not.Contains("root").And.Message.Contains("none"));
        await sink.WriteAsync(SqlJson.Parse("""{"id": 1}""", true), default);
        Assert.That(_database.Query("SELECT id FROM readings"), Is.EqualTo("1"));
    }

    [Test]
    public async Task Rows_are_found_by_their_keys()
    {
        Fill(3);
        await using var lookup = Registry().AddSql().CreateLookup("sql", Values([("DATASOURCE", "readings"), ("dburl", _database.Address)]), _database.Context());
        await lookup.ConnectAsync(default);

        var byNumber = await lookup.FindAsync(["id"], [[2L], [1.0], [9L], [SqlValue.Null]], default);
        Assert.That(string.Join(" | ", byNumber.Select(static rows => string.Join(" ", rows.Select(static row => row["the room"].AsString())))), Is.EqualTo("room2 | room1 |  | "));
        var byBoth = await lookup.FindAsync(["the room", "id"], [["room3", 3L], ["room3", 2L]], default);
        Assert.That((byBoth[0].Count, byBoth[1].Count), Is.EqualTo((1, 0)));
        Assert.That(byBoth[0][0]["value"], Is.EqualTo(SqlValue.From(1.5)));
    }

    [Test]
    public async Task Query_of_ones_own_takes_the_keys_without_leaving_its_literal()
    {
        Fill(3);
        await using var lookup = Registry().AddSql().CreateLookup(
            "sql",
            Values([("DATASOURCE", "readings"), ("dburl", _database.Address), ("templateSqlQueryCfg", """{"templateSql":"SELECT id FROM readings WHERE value >= {{.value}} AND '{{.name}}' <> '' ORDER BY id"}""")]),
            _database.Context());
        var found = await lookup.FindAsync(["value", "name"], [[1.0, "a"], [1.5, "x' OR '1'='1"]], default);
        Assert.That(found.Select(static rows => string.Join(" ", rows.Select(static row => row["id"].AsInteger()))), Is.EqualTo(new[] { "2 3", "3" }));
    }

    [Test]
    public async Task Rows_come_once_page_by_page_and_again_from_a_position()
    {
        Fill(5);
        var recorder = new Recorder();
        var query = ("internalSqlQueryCfg", (SqlValue)"""{"limit":2,"indexFields":[{"indexField":"id","indexValue":"1","indexFieldType":"bigint"}]}""");
        var source = Source(TimeProvider.System, query, ("interval", 20L));
        var position = new ArrayBufferWriter<byte>();
        using (source.Subscribe(recorder))
        {
            var ids = new List<SqlValue>();
            for (var i = 0; i < 4; i++)
                ids.Add(SqlJson.Parse(await recorder.NextAsync()).AsObject()["id"]);
            Assert.That(ids, Is.EqualTo(new SqlValue[] { 2.0, 3.0, 4.0, 5.0 }));
            source.WritePosition(position);

            _database.Execute("INSERT INTO readings (id) VALUES (6)");
            Assert.That(await recorder.NextAsync(), Does.Contain("\"id\":6"));
        }

        var again = Source(TimeProvider.System, query, ("interval", 20L));
        again.Rewind(position.WrittenSpan);
        var later = new Recorder();
        using (again.Subscribe(later))
            Assert.That(await later.NextAsync(), Does.Contain("\"id\":6"));
    }

    [Test]
    public async Task Query_without_an_interval_ends_the_stream()
    {
        Fill(2);
        var recorder = new Recorder();
        using var subscription = Source(TimeProvider.System, ("interval", 0L), ("templateSqlQueryCfg", """{"templateSql":"SELECT id FROM readings ORDER BY id DESC"}""")).Subscribe(recorder);
        Assert.That($"{await recorder.NextAsync()} {await recorder.NextAsync()} {await recorder.NextAsync()}", Is.EqualTo("""{"id":2} {"id":1} |"""));
    }

    [Test]
    public async Task Times_and_flags_keep_their_kinds()
    {
        await using (var sink = Sink())
            await sink.WriteAsync(SqlObject.FromArrays(["id", "ok", "at"], [1L, true, SqlValue.From(SqlTime.FromUnixMilliseconds(1_700_000_000_000, TimeZoneInfo.Utc))]), default);

        var recorder = new Recorder();
        using var subscription = Source(TimeProvider.System, ("interval", 0L)).Subscribe(recorder);
        Assert.That(await recorder.NextAsync(), Does.Contain("2023-11-14T22:13:20").And.Match("\"ok\":(true|1)"));
    }

    [Test]
    public async Task Server_that_was_away_is_used_again()
    {
        if (kind == "sqlite")
            Assert.Ignore("SQLite has no server");

        Fill(1);
        var source = Source(TimeProvider.System, ("interval", 20L), ("internalSqlQueryCfg", """{"indexFields":[{"indexField":"id"}]}"""));
        using var status = new StatusLog(source);
        var recorder = new Recorder();
        using var subscription = source.Subscribe(recorder);
        await recorder.NextAsync();
        await using var sink = Sink();
        await using var lookup = Registry().AddSql().CreateLookup("sql", Values([("DATASOURCE", "readings"), ("dburl", _database.Address)]), _database.Context());
        await sink.ConnectAsync(default);
        await lookup.ConnectAsync(default);

        DatabaseServers.Server(kind).Stop();
        Assert.That(async () => await sink.WriteAsync(SqlJson.Parse("""{"id": 2}""", true), default), Throws.InstanceOf<IOException>().With.Message.Contains("cannot be written"));
        Assert.That(async () => await lookup.FindAsync(["id"], [[1L]], default), Throws.InstanceOf<IOException>().With.Message.Contains("cannot be read"));
        Assert.That((await status.UntilAsync(ConnectionState.Disconnected)).Error, Does.StartWith($"database '{kind}://127.0.0.1:"));

        DatabaseServers.Server(kind).Restart();
        await sink.WriteAsync(SqlJson.Parse("""{"id": 2}""", true), default);
        Assert.That(await recorder.NextAsync(), Does.Contain("\"id\":2"));
        Assert.That((await lookup.FindAsync(["id"], [[1L]], default))[0], Has.Count.EqualTo(1));
    }

    private SqlSource Source(TimeProvider time, params (string Name, SqlValue Value)[] options) => (SqlSource)((SourceConnector.Rows)new ConnectorRegistry().AddSql()
        .CreateSource("sql", Values([("DATASOURCE", "readings"), ("dburl", _database.Address), .. options]), _database.Context(time))).Source;

    private ISink<SqlValue> Sink(params (string Name, SqlValue Value)[] options) => ((SinkConnector.Values)new ConnectorRegistry().AddSql()
        .CreateSink("sql", Values([("table", "readings"), ("dburl", _database.Address), .. options]), _database.Context())).Sink;

    private void Fill(int count) => _database.Execute(
        [.. Enumerable.Range(1, count).Select(static id => FormattableString.Invariant($"INSERT INTO readings (id, \"the room\", value) VALUES ({id}, 'room{id}', {id / 2.0})"))]);

    private static SinkTransaction<SqlValue> Of(long number, params string[] messages) =>
        new("r/0", number, [.. messages.Select(static message => new SinkEntry<SqlValue>(SqlJson.Parse(message, true), s_noProperties))]);
}
