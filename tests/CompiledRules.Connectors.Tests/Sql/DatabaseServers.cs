using CompiledRules.Connectors.Tests.Servers;

namespace CompiledRules.Connectors.Tests.Sql;

/// <summary>The database servers of this folder's tests, started when they are first asked for and ended with the last test.</summary>
[SetUpFixture]
internal sealed class DatabaseServers
{
    private static readonly Lock s_gate = new();
    private static readonly List<IDisposable> s_folders = [];
    private static readonly Dictionary<string, ServerProcess> s_servers = [];

    /// <summary>The address of an empty database; passes over the test where the server is not installed.</summary>
    /// <param name="kind">sqlite, postgres or mysql.</param>
    public static string AddressOf(string kind) => kind switch
    {
        "postgres" => $"postgres://postgres:x@127.0.0.1:{Server(kind).Port}/postgres",
        "mysql" => $"mysql://root:x@127.0.0.1:{Server(kind).Port}/test",
        _ => "sqlite://plant.db",
    };

    public static ServerProcess Server(string kind)
    {
        lock (s_gate)
        {
            if (!s_servers.TryGetValue(kind, out var server))
                s_servers[kind] = server = kind == "postgres" ? StartPostgres() : StartMariaDb();
            return server;
        }
    }

    [OneTimeTearDown]
    public void End()
    {
        foreach (var server in s_servers.Values)
            server.Dispose();
        foreach (var folder in s_folders)
            folder.Dispose();
    }

    private static ServerProcess StartPostgres()
    {
        var programs = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).LastOrDefault() : null;
        if (programs is null)
            Assert.Ignore("PostgreSQL is not installed; it comes with the package postgresql");

        var (folder, port) = (NewFolder(), ServerProcess.FreePort());
        ServerProcess.Prepare($"{programs}/bin/initdb", "-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync");
        return ServerProcess.Start($"{programs}/bin/postgres", port, "-D", folder, "-p", $"{port}", "-h", "127.0.0.1", "-k", folder, "-F");
    }

    private static ServerProcess StartMariaDb()
    {
        var program = ServerProcess.Require("mariadbd", "mariadb-server");
        var (folder, port) = (NewFolder(), ServerProcess.FreePort());
        ServerProcess.Prepare(ServerProcess.Require("mariadb-install-db", "mariadb-server"), "--no-defaults", $"--datadir={folder}", "--auth-root-authentication-method=normal");
        return ServerProcess.Start(
            program, port, "--no-defaults", $"--datadir={folder}", $"--port={port}", "--bind-address=127.0.0.1", $"--socket={folder}/s", $"--pid-file={folder}/p", "--skip-grant-tables", "--innodb-flush-log-at-trx-commit=0");
    }

    private static string NewFolder()
    {
        var folder = new TemporaryFolder();
        s_folders.Add(folder);
        ServerProcess.GiveAway(folder.Path);
        return folder.Path;
    }
}
