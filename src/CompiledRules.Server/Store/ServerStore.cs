using Microsoft.Data.Sqlite;

namespace CompiledRules.Server.Store;

/// <summary>What the server has been told, in one SQLite file: texts by section and key. May be used from any thread.</summary>
/// <remarks>When a change returns it is on disk: a server that is killed comes back with it.</remarks>
internal sealed partial class ServerStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    /// <exception cref="IOException">The folder cannot be written to, or another server uses the file.</exception>
    public ServerStore(string directory)
    {
        Directory.CreateDirectory(directory);
        Path = System.IO.Path.Combine(directory, "server.db");
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ConnectionString);
        try
        {
            _connection.Open();
            Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000");
            Execute("CREATE TABLE IF NOT EXISTS entry (section TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (section, key)) WITHOUT ROWID");
            Execute(CheckpointTables);
        }
        catch (SqliteException error)
        {
            _connection.Dispose();
            throw new IOException($"the store {Path} cannot be opened: {error.Message}", error);
        }
    }

    public string Path { get; }

    /// <summary>All entries of a section, by key.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ReadAll(string section)
    {
        lock (_gate)
        {
            using var command = Command("SELECT key, value FROM entry WHERE section = $section ORDER BY key", ("$section", section));
            using var reader = command.ExecuteReader();
            var entries = new List<KeyValuePair<string, string>>();
            while (reader.Read())
                entries.Add(KeyValuePair.Create(reader.GetString(0), reader.GetString(1)));
            return entries;
        }
    }

    /// <summary>One entry, or null.</summary>
    public string? Find(string section, string key)
    {
        lock (_gate)
        {
            using var command = Command("SELECT value FROM entry WHERE section = $section AND key = $key", ("$section", section), ("$key", key));
            return (string?)command.ExecuteScalar();
        }
    }

    public void Put(string section, string key, string value)
    {
        lock (_gate)
        {
            using var command = Command(
                "INSERT INTO entry VALUES ($section, $key, $value) ON CONFLICT DO UPDATE SET value = excluded.value", ("$section", section), ("$key", key), ("$value", value));
            command.ExecuteNonQuery();
        }
    }

    public void Remove(string section, string key)
    {
        lock (_gate)
        {
            using var command = Command("DELETE FROM entry WHERE section = $section AND key = $key", ("$section", section), ("$key", key));
            command.ExecuteNonQuery();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _connection.Dispose();
    }

    private void Execute(string sql, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        using var command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
