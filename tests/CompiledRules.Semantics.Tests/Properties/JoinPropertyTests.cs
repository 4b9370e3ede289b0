using System.Globalization;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Scripts;
using CompiledRules.Sql.Symbols;
using CompiledRules.Testing;
using Microsoft.Data.Sqlite;

namespace CompiledRules.Semantics.Tests.Properties;

/// <summary>Joins of random rows in one window give the rows that SQLite gives, in whatever order.</summary>
[TestFixture]
public sealed class JoinPropertyTests
{
    private const int Rounds = 12;

    private static readonly Catalog s_functions = new([], new FunctionTable(FunctionReader.BuiltIn));

    [Test]
    public void Two_streams(
        [Values("INNER JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")] string join,
        [Values("l.id = r.id", "l.id = r.id AND l.k = r.k", "l.id = r.id AND l.v < r.v", "l.v < r.v", "l.id = r.id OR l.v = r.v", "l.id + 1 = r.id AND r.v > 2")] string on,
        [Values] bool isTyped) =>
        Verify($"SELECT l.id AS a, l.v AS b, l.k AS c, r.id AS d, r.v AS e, r.k AS f FROM l {join} r ON {on}", 6, isTyped);

    [Test]
    public void All_pairs([Values] bool isTyped) => Verify("SELECT l.id AS a, l.v AS b, r.id AS c, r.v AS d FROM l CROSS JOIN r", 4, isTyped);

    [Test]
    public void Three_streams([Values("INNER JOIN", "LEFT JOIN")] string first, [Values("INNER JOIN", "LEFT JOIN")] string second) =>
        Verify($"SELECT l.v AS a, r.v AS b, s.v AS c, s.k AS d FROM l {first} r ON l.id = r.id {second} s ON r.k = s.k AND s.id = l.id", 4, isTyped: false);

    [TestCase("SELECT l.id AS a, r.v AS b FROM l INNER JOIN r ON l.id = r.id WHERE l.v > 3 AND r.v < 8", 2)]
    [TestCase("SELECT l.id AS a, r.v AS b FROM l INNER JOIN r ON l.id = r.id WHERE l.v > r.v", 2)]
    [TestCase("SELECT l.k AS a, count(*) AS b, sum(r.v) AS c, max(l.v) AS d FROM l INNER JOIN r ON l.id = r.id GROUP BY l.k", 4)]
    [TestCase("SELECT l.k AS a, count(*) AS b, count(r.v) AS c FROM l LEFT JOIN r ON l.id = r.id GROUP BY l.k", 3)]
    public void Conditions_and_groups(string sql, int columns) => Verify(sql, columns, isTyped: true);

    private static void Verify(string sql, int columns, bool isTyped)
    {
        var random = new Random(sql.Length + columns);
        var definitions = string.Concat(new[] { "l", "r", "s" }.Select(name => $"CREATE STREAM {name} ({(isTyped ? "id BIGINT, v BIGINT, k STRING" : "")}) WITH (DATASOURCE=\"{name}\");"));
        var streams = ScriptCompilation.Compile(definitions, s_functions).Streams;
        var streaming = sql + (sql.Contains("GROUP BY", StringComparison.Ordinal) ? ", " : " GROUP BY ") + "TUMBLINGWINDOW(ss, 10)";
        var rule = RuleCompiler.Compile(streaming, new Catalog(streams, new FunctionTable(FunctionReader.BuiltIn)), RuleOptions.Default);

        for (var i = 0; i < Rounds; i++)
        {
            var rows = Enumerable.Range(0, random.Next(0, 30)).Select(_ => Row.Make(random, rule.Program.Inputs[random.Next(rule.Program.Inputs.Length)].Name)).ToList();
            Assert.That(Streamed(rule, streams, rows, columns), Is.EqualTo(Stored(sql, rows, columns)), $"{sql}\n{string.Join("\n", rows)}");
        }
    }

    private static List<string> Streamed(CompiledRule rule, IReadOnlyList<StreamSymbol> streams, List<Row> rows, int columns)
    {
        var driver = new RuleDriver(rule.Program, streams);
        foreach (var row in rows)
            driver.Send(row.Stream, row.ToObject());

        driver.Restart().AdvanceTo(10_000);
        return
        [
            .. driver.Emissions
                .SelectMany(static emission => emission is CollectionEmission collection ? collection.Rows.AsEnumerable() : throw new InvalidOperationException($"{emission}"))
                .Select(row => string.Join('|', Enumerable.Range(0, columns).Select(column => SqlText.ToText(row[((char)('a' + column)).ToString()]))))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static List<string> Stored(string sql, List<Row> rows, int columns)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Execute(connection, "CREATE TABLE l (id INTEGER, v INTEGER, k TEXT); CREATE TABLE r (id INTEGER, v INTEGER, k TEXT); CREATE TABLE s (id INTEGER, v INTEGER, k TEXT);");
        foreach (var row in rows)
            Execute(connection, row.Insert);

        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are those of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
            found.Add(string.Join('|', Enumerable.Range(0, columns).Select(column => reader.IsDBNull(column) ? SqlText.ToText(SqlValue.Null) : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))));
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are those of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private sealed record Row(string Stream, int? Id, int? Value, string? Key)
    {
        public string Insert => $"INSERT INTO {Stream} VALUES ({Id?.ToString(CultureInfo.InvariantCulture) ?? "NULL"}, {Value?.ToString(CultureInfo.InvariantCulture) ?? "NULL"}, {(Key is null ? "NULL" : $"'{Key}'")})";

        public static Row Make(Random random, string stream) => new(
            stream, random.Next(6) == 0 ? null : random.Next(5), random.Next(6) == 0 ? null : random.Next(10), random.Next(6) == 0 ? null : "xyz"[random.Next(3)].ToString());

        public SqlObject ToObject()
        {
            var row = new SqlObject.Builder();
            if (Id is { } id)
                row["id"] = id;
            row["v"] = Value is { } value ? value : SqlValue.Null;
            row["k"] = Key is null ? SqlValue.Null : Key;
            return row.ToObject();
        }
    }
}
