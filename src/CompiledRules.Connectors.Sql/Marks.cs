using System.Globalization;
using CompiledRules.Connectors.Sql.Databases;

namespace CompiledRules.Connectors.Sql;

/// <summary>The numbers of the transactions that rules have written to a database, one for each writer.</summary>
internal static class Marks
{
    public static Task CreateAsync(SqlSession session, CancellationToken cancellation) => session.ExecuteAsync(
        "CREATE TABLE IF NOT EXISTS compiled_rules_mark (writer VARCHAR(255) NOT NULL PRIMARY KEY, number BIGINT NOT NULL)", [], cancellation);

    /// <summary>Puts a number in the place of a writer's mark.</summary>
    /// <returns>False where the mark is not smaller: then the transaction has been written before.</returns>
    public static async Task<bool> MoveAsync(SqlSession session, string writer, long number, CancellationToken cancellation)
    {
        long? mark = null;
        await session.QueryAsync(
            "SELECT number FROM compiled_rules_mark WHERE writer = @p0",
            [writer],
            reader => mark = Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture),
            cancellation).ConfigureAwait(false);
        if (mark >= number)
            return false;

        await session.ExecuteAsync(
            mark is null ? "INSERT INTO compiled_rules_mark (number, writer) VALUES (@p0, @p1)" : "UPDATE compiled_rules_mark SET number = @p0 WHERE writer = @p1",
            [number, writer],
            cancellation).ConfigureAwait(false);
        return true;
    }
}
