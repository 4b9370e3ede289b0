using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace CompiledRules.Connectors.Sql.Databases;

/// <summary>A file, which must be there: a path that is wrong shall not make an empty database.</summary>
internal sealed class SqliteDatabase(string path, bool isWriter) : SqlDatabase(path)
{
    // SQLITE_BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN and PROTOCOL.
    private static readonly int[] s_outages = [5, 6, 7, 8, 10, 13, 14, 15];

    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = isWriter ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly,
        DefaultTimeout = 1,
        Pooling = false,
    }.ToString();

    public override int MaximumParameters => 30_000;

    public override DbConnection CreateConnection() => new SqliteConnection(_connectionString);

    public override string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public override bool IsOutage(DbException error) => error is SqliteException failure && s_outages.Contains(failure.SqliteErrorCode);
}
