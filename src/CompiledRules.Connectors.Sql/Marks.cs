using Microsoft.Data.Sqlite;

namespace CompiledRules.Connectors.Sql;

/// <summary>The numbers of the transactions that rules have written to a database, one for each writer.</summary>
internal static class Marks
{
    public static void Create(SqliteConnection connection, ref bool isThere)
    {
        if (isThere)
            return;

        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE IF NOT EXISTS compiled_rules_mark (writer VARCHAR(255) NOT NULL PRIMARY KEY, number BIGINT NOT NULL)";
        command.ExecuteNonQuery();
        isThere = true;
    }

    /// <summary>Puts a number in the place of a writer's mark.</summary>
    /// <returns>False where the mark is not smaller: then the transaction has been written before.</returns>
    public static bool Move(SqliteConnection connection, string writer, long number)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT number FROM compiled_rules_mark WHERE writer = @writer";
        command.Parameters.AddWithValue("@writer", writer);
        command.Parameters.AddWithValue("@number", number);
        var mark = command.ExecuteScalar() as long?;
        if (mark >= number)
            return false;

        command.CommandText = mark is null
            ? "INSERT INTO compiled_rules_mark (writer, number) VALUES (@writer, @number)"
            : "UPDATE compiled_rules_mark SET number = @number WHERE writer = @writer";
        command.ExecuteNonQuery();
        return true;
    }
}
