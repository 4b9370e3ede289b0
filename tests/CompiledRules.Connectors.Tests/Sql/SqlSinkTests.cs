using CompiledRules.Connectors.Sql;
using Microsoft.Data.Sqlite;

namespace CompiledRules.Connectors.Tests.Sql;

public sealed class SqlSinkTests
{
    private static readonly Dictionary<string, string> s_noProperties = [];

    private readonly TemporaryFolder _folder = new();

    [SetUp]
    public void Create() => Query("DROP TABLE IF EXISTS alerts; DROP TABLE IF EXISTS compiled_rules_mark; CREATE TABLE alerts (id INTEGER NOT NULL, \"the room\" TEXT, open BOOLEAN, extra TEXT)");

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public async Task Rows_are_inserted_with_the_columns_they_have()
    {
        await using var sink = Make();
        await sink.WriteAsync(Parse("""[{"id": 1, "the room": "lab", "open": true}, {"id": 2, "extra": {"a": [1, 2.5]}}]"""), default);

        Assert.That(Query("SELECT id, \"the room\", open, extra FROM alerts"), Is.EqualTo("""1,lab,1, | 2,,,{"a":[1,2.5]}"""));
    }

    [Test]
    public async Task Only_the_fields_asked_for_are_written()
    {
        await using var sink = Make(("fields", new SqlArray(["id", "open"])));
        await sink.WriteAsync(Parse("""{"id": 1, "the room": "lab"}"""), default);

        Assert.That(Query("SELECT id, \"the room\", open FROM alerts"), Is.EqualTo("1,,"));
    }

    [Test]
    public async Task A_row_says_what_it_does_to_the_table()
    {
        await using var sink = Make(("rowKindField", "action"), ("keyField", "id"));
        foreach (var row in new[]
        {
            """{"id": 1, "the room": "lab"}""", """{"id": 2, "the room": "hall", "action": "upsert"}""", """{"id": 1, "the room": "attic", "action": "update"}""",
            """{"id": 3, "action": "insert"}""", """{"id": 2, "the room": "cellar", "action": "upsert"}""", """{"id": 3, "action": "delete"}""",
        })
            await sink.WriteAsync(Parse(row), default);

        Assert.That(Query("SELECT id, \"the room\" FROM alerts ORDER BY id"), Is.EqualTo("1,attic | 2,cellar"));
    }

    [Test]
    public async Task The_table_follows_the_data()
    {
        await using var sink = Make();
        await sink.WriteAsync(Parse("""{"id": 1}"""), new Dictionary<string, string> { ["table"] = "alerts" }, default);

        Assert.That(Query("SELECT id FROM alerts"), Is.EqualTo("1"));
    }

    [Test]
    public async Task A_message_is_written_whole_or_not_at_all()
    {
        await using var sink = Make();

        Assert.That(
            async () => await sink.WriteAsync(Parse("""[{"id": 1}, {"id": null}]"""), default),
            Throws.TypeOf<SqlException>().With.Message.Contains("table alerts").And.Message.Contains("NOT NULL"));
        Assert.That(Query("SELECT id FROM alerts"), Is.Empty);
    }

    [Test]
    public async Task A_transaction_that_comes_again_is_not_written_again()
    {
        await using var sink = Make();
        await sink.WriteAsync(Of("r/0", 1, """{"id": 1}""", """{"id": 2}"""), default);
        await sink.WriteAsync(Of("r/0", 1, """{"id": 1}""", """{"id": 2}"""), default);
        await sink.WriteAsync(Of("other/0", 1, """{"id": 3}"""), default);
        await sink.WriteAsync(Of("r/0", 4, """{"id": 4}"""), default);
        await sink.WriteAsync(Of("r/0", 3, """{"id": 5}"""), default);

        Assert.That(Query("SELECT id FROM alerts"), Is.EqualTo("1 | 2 | 3 | 4"));
        Assert.That(Query("SELECT writer, number FROM compiled_rules_mark ORDER BY writer"), Is.EqualTo("other/0,1 | r/0,4"));
    }

    [Test]
    public async Task A_message_that_cannot_be_written_is_given_back_and_the_others_of_its_transaction_are_written()
    {
        await using var sink = Make();
        var refused = await sink.WriteAsync(Of("r/0", 1, """{"id": 1}""", """[{"id": 2}, {"id": null}]""", "7", """{"id": 3}"""), default);

        Assert.That(refused.Select(static message => message.Index), Is.EqualTo([1, 2]));
        Assert.That(refused[1].Error.Message, Is.EqualTo("found float(7), sink sql takes an object or an array of objects"));
        Assert.That(Query("SELECT id FROM alerts"), Is.EqualTo("1 | 3"));
    }

    [Test]
    public async Task A_database_that_is_locked_is_an_outage_and_the_transaction_comes_again()
    {
        await using var sink = Make();
        await sink.ConnectAsync(default);
        using (var other = Open())
        {
            using var held = other.BeginTransaction();
            using var command = other.CreateCommand();
            command.CommandText = "INSERT INTO alerts (id) VALUES (9)";
            command.ExecuteNonQuery();

            Assert.That(async () => await sink.WriteAsync(Of("r/0", 1, """{"id": 1}"""), default), Throws.InstanceOf<IOException>());
        }

        await sink.WriteAsync(Of("r/0", 1, """{"id": 1}"""), default);
        Assert.That(Query("SELECT id FROM alerts"), Is.EqualTo("1"));
    }

    [Test]
    public void A_missing_database_is_an_outage()
    {
        var sink = new SqlSink(new ConnectorOptions("sink sql", [KeyValuePair.Create("dburl", (SqlValue)"sqlite://none.db"), KeyValuePair.Create("table", (SqlValue)"alerts")]), Context);

        Assert.That(async () => await sink.ConnectAsync(default), Throws.InstanceOf<IOException>().With.Message.Contains("none.db"));
    }

    [Test]
    public void A_kind_of_rows_needs_a_key() => Assert.That(() => Make(("rowKindField", "action")), Throws.TypeOf<OptionException>().With.Message.Contains("keyField"));

    private ConnectorContext Context => new("r", TimeProvider.System) { BaseDirectory = Path.GetDirectoryName(_folder.File("plant.db"))! };

    private SqlSink Make(params (string Name, SqlValue Value)[] options) => new(
        new ConnectorOptions("sink sql", [
            KeyValuePair.Create("dburl", (SqlValue)"sqlite://plant.db"), KeyValuePair.Create("table", (SqlValue)"alerts"),
            .. options.Select(static option => KeyValuePair.Create(option.Name, option.Value))]),
        Context);

    private static SinkTransaction<SqlValue> Of(string writer, long number, params string[] messages) =>
        new(writer, number, [.. messages.Select(static message => new SinkEntry<SqlValue>(Parse(message), s_noProperties))]);

    private static SqlValue Parse(string json) => SqlJson.Parse(json);

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={_folder.File("plant.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private string Query(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join(',', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))));
        return string.Join(" | ", rows);
    }
}
