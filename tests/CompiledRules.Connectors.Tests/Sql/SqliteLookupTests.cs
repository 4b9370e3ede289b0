using System.Collections.Immutable;
using CompiledRules.Connectors.Sql;
using Microsoft.Data.Sqlite;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.Sql;

public sealed class SqliteLookupTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public void Fill()
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("plant.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            CREATE TABLE "my rooms" (id INTEGER, code TEXT, area REAL, name TEXT);
            INSERT INTO "my rooms" VALUES (1, 'a', 12.5, 'lab'), (2, 'b', NULL, 'hall'), (1, 'c', 3, 'annex');
            """;
        command.ExecuteNonQuery();
    }

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public async Task Rows_are_found_by_one_key_in_the_order_of_the_questions()
    {
        await using var table = Make();
        await table.ConnectAsync(default);
        Assert.That(
            await Find(table, ["id"], [2L], [1.0], [3L], [SqlValue.Null], [1L]),
            Is.EqualTo("hall | annex lab |  |  | annex lab"));
    }

    [Test]
    public async Task Rows_are_found_by_several_keys()
    {
        await using var table = Make();
        Assert.That(await Find(table, ["id", "code"], [1L, "c"], [1L, "b"], [1L, SqlValue.Null]), Is.EqualTo("annex |  | "));
    }

    [Test]
    public async Task Values_keep_their_kinds()
    {
        await using var table = Make();
        var found = await table.FindAsync(["code"], [["a"], ["b"]], default);
        Assert.That(SqlJson.ToText(found[0][0]) + SqlJson.ToText(found[1][0]), Is.EqualTo(
            """{"area":12.5,"code":"a","id":1,"name":"lab"}{"area":null,"code":"b","id":2,"name":"hall"}"""));
        Assert.That(found[0][0]["id"].Kind, Is.EqualTo(SqlKind.Integer));
    }

    [Test]
    public async Task Many_keys_are_asked_in_parts()
    {
        await using var table = Make();
        var keys = Enumerable.Range(0, 1300).Select(static number => ImmutableArray.Create<SqlValue>((long)number)).ToArray();
        var found = await table.FindAsync(["id"], keys, default);
        Assert.That((found.Count, found.Sum(static rows => rows.Count), found[1].Count), Is.EqualTo((1300, 3, 2)));
    }

    [Test]
    public async Task Absent_table_or_column_is_told()
    {
        await using var absent = Make("nothing");
        Assert.That(async () => await absent.ConnectAsync(default), Throws.InstanceOf<IOException>().With.Message.Contains("table 'nothing' of").And.Message.Contains("cannot be read"));

        await using var table = Make();
        Assert.That(async () => await table.FindAsync(["size"], [[1L]], default), Throws.InstanceOf<IOException>().With.Message.Contains("size"));
    }

    [TestCase("oracle://u:secret@h/db", "found \"oracle://…\"; expected sqlite:// and the path of a file, or postgres:// or mysql:// with user:password@host:port/database")]
    [TestCase("mysql://h/db", "its value cannot be used; expected mysql://user:password@host:port/database")]
    [TestCase("postgres://u:secret@h/", "its value cannot be used; expected postgres://user:password@host:port/database")]
    [TestCase("sqlite://", "found \"sqlite://\"")]
    [TestCase("", "it is required: the database")]
    public void Bad_address_is_refused(string url, string problem) => Assert.That(
        () => Registry().AddSql().CreateLookup("sql", Values([("DATASOURCE", "t"), ("dburl", url)]), _folder.Context()),
        Throws.InstanceOf<OptionException>().With.Message.Contains(problem));

    private static async Task<string> Find(ILookup table, ImmutableArray<string> columns, params ImmutableArray<SqlValue>[] keys)
    {
        var found = await table.FindAsync(columns, keys, default);
        return string.Join(" | ", found.Select(static rows => string.Join(" ", rows.Select(static row => row["name"].AsString()).Order(StringComparer.Ordinal))));
    }

    private ILookup Make(string table = "my rooms") =>
        Registry().AddSql().CreateLookup("sql", Values([("DATASOURCE", table), ("dburl", "sqlite://plant.db")]), _folder.Context());
}
