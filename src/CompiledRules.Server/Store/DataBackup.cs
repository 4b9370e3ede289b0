using System.IO.Compression;
using Microsoft.Data.Sqlite;

namespace CompiledRules.Server.Store;

/// <summary>Copies all that a server keeps, also while it runs, into one archive. Unpacked, the archive is a data folder.</summary>
public static class DataBackup
{
    private const string Database = "server.db";

    /// <param name="directory">The data folder.</param>
    /// <param name="target">The archive to write; one that is there is replaced when the new one is complete.</param>
    /// <returns>The number of files.</returns>
    /// <exception cref="IOException">There is no server's database in the folder, or the archive cannot be written.</exception>
    public static int Write(string directory, string target)
    {
        var database = Path.Combine(directory, Database);
        if (!File.Exists(database))
            throw new IOException($"{directory}: there is no {Database}; give the data folder of a server");

        var draft = target + ".draft";
        var copy = target + ".db.draft";
        File.Delete(copy);
        try
        {
            CopyDatabase(database, copy);
            var count = WriteArchive(directory, copy, draft, Path.GetFullPath(target));
            File.Move(draft, target, overwrite: true);
            return count;
        }
        catch (SqliteException error)
        {
            throw new IOException($"{database} cannot be copied: {error.Message}", error);
        }
        finally
        {
            File.Delete(copy);
            File.Delete(draft);
        }
    }

    // As of one moment, whatever the server does meanwhile.
    private static void CopyDatabase(string database, string copy)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $copy";
        command.Parameters.AddWithValue("$copy", copy);
        command.ExecuteNonQuery();
    }

    private static int WriteArchive(string directory, string copy, string draft, string target)
    {
        using var archive = ZipFile.Open(draft, ZipArchiveMode.Create);
        archive.CreateEntryFromFile(copy, Database);
        var count = 1;
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(directory, path).Replace('\\', '/');
            if (name.StartsWith(Database, StringComparison.Ordinal) || name.EndsWith(".draft", StringComparison.Ordinal) || Path.GetFullPath(path) == target)
                continue;

            try
            {
                archive.CreateEntryFromFile(path, name);
                count++;
            }
            catch (FileNotFoundException)
            {
                // The server has deleted it meanwhile.
            }
        }

        return count;
    }
}
