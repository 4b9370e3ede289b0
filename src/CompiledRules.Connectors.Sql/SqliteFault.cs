using Microsoft.Data.Sqlite;

namespace CompiledRules.Connectors.Sql;

/// <summary>Tells what is wrong with the database from what is wrong with a statement.</summary>
internal static class SqliteFault
{
    // SQLITE_BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN and PROTOCOL.
    private static readonly int[] s_outages = [5, 6, 7, 8, 10, 13, 14, 15];

    /// <summary>Whether the same statement may succeed later.</summary>
    public static bool IsOutage(SqliteException error) => s_outages.Contains(error.SqliteErrorCode);
}
