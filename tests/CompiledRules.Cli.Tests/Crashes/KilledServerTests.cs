using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace CompiledRules.Cli.Tests.Crashes;

/// <summary>A server that is killed at any moment comes back with every change that it has acknowledged.</summary>
/// <remarks><c>CRASH_KILLS</c> says how often it is killed (4 where it is not set).</remarks>
[TestFixture, Category("Crash")]
public sealed class KilledServerTests
{
    private const int Names = 6;

    private readonly Dictionary<string, string?> _acknowledged = [];
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("compiledrules-killed-");

    [TearDown]
    public void Delete() => _folder.Delete(recursive: true);

    [Test]
    public async Task Every_acknowledged_change_is_there_after_a_kill()
    {
        var kills = Environment.GetEnvironmentVariable("CRASH_KILLS") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 4;
        var random = new Random(77);
        var server = await ServerProcess.StartAsync(_folder.FullName);
        try
        {
            await server.CreateStreamAsync("""CREATE STREAM demo () WITH (TYPE="memory", DATASOURCE="demo")""");
            for (var kill = 0; kill < kills; kill++)
            {
                var doubtful = await ChangeUntilKilledAsync(server, random);
                server.Dispose();
                server = await ServerProcess.StartAsync(_folder.FullName);
                await AssertIsThereAsync(server, doubtful, $"kill {kill}");
            }
        }
        finally
        {
            server.Dispose();
        }
    }

    [Test]
    public async Task A_backup_of_a_running_server_is_a_data_folder()
    {
        using (var server = await ServerProcess.StartAsync(_folder.FullName))
        {
            await server.CreateStreamAsync("""CREATE STREAM demo () WITH (TYPE="memory", DATASOURCE="demo")""");
            await server.PostAsync("/rules", Rule("r1", 3));
            var shell = new Shell(Stream.Null, new StringWriter(), new StringWriter(), false, TimeProvider.System, _folder.FullName);
            Assert.That(await CommandLine.RunAsync(["backup", "all.zip"], shell, default), Is.Zero, shell.Error.ToString());
            Assert.That(shell.Output.ToString()!.Trim(), Is.EqualTo("cr: 1 files are in all.zip"));
        }

        Directory.Delete(Path.Combine(_folder.FullName, "data"), recursive: true);
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(_folder.FullName, "all.zip"), Path.Combine(_folder.FullName, "data"));
        using var restored = await ServerProcess.StartAsync(_folder.FullName);
        Assert.That(SqlOf(await restored.GetAsync("/rules/r1")), Is.EqualTo("SELECT a FROM demo WHERE a > 3"));
        Assert.That(await restored.StatusOfAsync("r1"), Is.EqualTo("running"));
    }

    // Gives the change that was under way: nobody can tell whether it was made.
    private async Task<(string Name, string? Sql)?> ChangeUntilKilledAsync(ServerProcess server, Random random)
    {
        var kill = Task.Run(async () =>
        {
            await Task.Delay(random.Next(100, 1500));
            server.Kill();
        });
        for (var n = 0; ; n++)
        {
            var name = $"r{random.Next(Names)}";
            var isThere = _acknowledged.GetValueOrDefault(name) is not null;
            var isDeleted = isThere && random.Next(3) == 0;
            var number = random.Next(1_000_000);
            var isDone = isDeleted
                ? await server.TrySendAsync(HttpMethod.Delete, $"/rules/{name}")
                : await server.TrySendAsync(isThere ? HttpMethod.Put : HttpMethod.Post, isThere ? $"/rules/{name}" : "/rules", JsonSerializer.Serialize(Rule(name, number)));
            var sql = isDeleted ? null : $"SELECT a FROM demo WHERE a > {number}";
            if (!isDone)
            {
                await kill;
                return (name, sql);
            }

            _acknowledged[name] = sql;
        }
    }

    private async Task AssertIsThereAsync(ServerProcess server, (string Name, string? Sql)? doubtful, string when)
    {
        var names = JsonDocument.Parse(await server.GetAsync("/rules")).RootElement.EnumerateArray().Select(static rule => rule.GetProperty("id").GetString()!).ToHashSet();
        for (var i = 0; i < Names; i++)
        {
            var name = $"r{i}";
            var found = names.Contains(name) ? SqlOf(await server.GetAsync($"/rules/{name}")) : null;
            if (doubtful is { } open && open.Name == name && found == open.Sql)
                _acknowledged[name] = found;
            Assert.That(found, Is.EqualTo(_acknowledged.GetValueOrDefault(name)), $"{when}, rule {name}");
        }
    }

    private static object Rule(string id, int number) => new { id, sql = $"SELECT a FROM demo WHERE a > {number}", actions = new object[] { new { nop = new { } } } };

    private static string? SqlOf(string rule) => JsonDocument.Parse(rule).RootElement.GetProperty("sql").GetString();
}
