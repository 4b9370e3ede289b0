using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CompiledRules.Cli.Tests.Crashes;

/// <summary>A server that is killed again and again under load: file → window → SQLite.</summary>
/// <remarks><c>CRASH_KILLS</c> says how often (6 where it is not set) and <c>CRASH_SEED</c> when; both stand in the message of a failure.</remarks>
[TestFixture, Category("Crash")]
public sealed class CrashTests
{
    private static readonly int s_kills = Number("CRASH_KILLS", 6);
    private static readonly int s_seed = Number("CRASH_SEED", 20_26);

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("compiledrules-crash-");
        File.WriteAllText(PathOf("in.json"), "");
        Query("CREATE TABLE windows (k INTEGER, total INTEGER, n INTEGER, start INTEGER)");
    }

    [TearDown]
    public void Delete() => _folder.Delete(recursive: true);

    [Test]
    public async Task Under_exactly_once_each_window_is_there_once_and_right()
    {
        var (expected, found) = await KillAsync(qos: 2);

        Assert.That(found, Is.EqualTo(expected), $"{s_kills} kills, seed {s_seed}");
    }

    [Test]
    public async Task Under_at_least_once_each_window_is_there_and_right()
    {
        var (expected, found) = await KillAsync(qos: 1);

        Assert.That(found.Distinct(), Is.EqualTo(expected), $"{s_kills} kills, seed {s_seed}");
    }

    private async Task<(List<string> Expected, List<string> Found)> KillAsync(int qos)
    {
        var random = new Random(s_seed + qos);
        var feed = new Feed(PathOf("in.json"));
        var server = await ServerProcess.StartAsync(_folder.FullName);
        try
        {
            await CreateRuleAsync(server, qos);
            feed.Start();
            for (var kill = 0; kill < s_kills; kill++)
            {
                // Some die before they listen.
                if (kill > 0 && random.Next(4) > 0)
                    await server.ListenAsync();
                await Task.Delay(random.Next(50, 1200));
                server.Kill();
                server.Dispose();
                server = ServerProcess.Begin(_folder.FullName);
            }

            await server.ListenAsync();
            var expected = await feed.StopAsync();
            var found = await ReadAsync(server, expected.Count);
            await TestContext.Out.WriteLineAsync($"qos {qos}: {s_kills} kills, seed {s_seed + qos}: {expected.Count} windows expected, {found.Count} rows written");
            return (expected, found);
        }
        finally
        {
            server.Dispose();
        }
    }

    private static async Task CreateRuleAsync(ServerProcess server, int qos)
    {
        await server.CreateStreamAsync(
            """CREATE STREAM feed (ts bigint, key bigint, v bigint) WITH (TYPE="file", DATASOURCE="in.json", FORMAT="json", TIMESTAMP="ts", EXTRA="{\"fileType\": \"lines\", \"follow\": true}")""");
        await server.PostAsync("/rules", new
        {
            id = "windows",
            sql = "SELECT key AS k, sum(v) AS total, count(*) AS n, window_start() AS start FROM feed GROUP BY key, TUMBLINGWINDOW(ss, 1)",
            actions = new object[] { new { sql = new { dburl = "sqlite://out.db", table = "windows" } } },
            options = new { qos, isEventTime = true, checkpointInterval = "150ms" },
        });
    }

    private async Task<List<string>> ReadAsync(ServerProcess server, int count)
    {
        var waited = Stopwatch.StartNew();
        List<string> found;
        do
        {
            await Task.Delay(200);
            found = Query("SELECT k, total, n, start FROM windows");
        }
        while (found.Distinct().Count() < count && waited.Elapsed < TimeSpan.FromSeconds(60));
        Assert.That(await server.StatusOfAsync("windows"), Is.EqualTo("running"), server.Errors);

        // What comes twice would come now.
        await Task.Delay(500);
        return [.. Query("SELECT k, total, n, start FROM windows").Order(StringComparer.Ordinal)];
    }

    private List<string> Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={PathOf("out.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{reader.GetInt64(0)}:{reader.GetInt64(1)}:{reader.GetInt64(2)}@{reader.GetInt64(3) / 1000}"));
        return rows;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static int Number(string variable, int @default) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : @default;
}
