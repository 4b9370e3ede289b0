using System.Text;
using CompiledRules.Hosting.Checkpoints;
using Microsoft.Data.Sqlite;

namespace CompiledRules.Server.Store;

internal sealed partial class ServerStore
{
    private const string CheckpointTables = """
        CREATE TABLE IF NOT EXISTS rule_checkpoint (rule TEXT PRIMARY KEY, writer TEXT NOT NULL, number INTEGER NOT NULL, plan TEXT NOT NULL, state BLOB NOT NULL, positions BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS rule_result (rule TEXT NOT NULL, sink TEXT NOT NULL, number INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (rule, number, sink));
        """;

    /// <summary>The last checkpoint of a rule, or null.</summary>
    public RuleCheckpoint? FindCheckpoint(string rule) => Ask(() =>
    {
        using var command = Command("SELECT writer, number, plan, state, positions FROM rule_checkpoint WHERE rule = $rule", ("$rule", rule));
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new RuleCheckpoint(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), (byte[])reader.GetValue(3), ReadPositions((byte[])reader.GetValue(4)))
            : null;
    });

    /// <summary>The results of a rule that its sinks do not have yet, by number.</summary>
    public IReadOnlyList<(string Sink, long Number)> FindResults(string rule) => Ask(() =>
    {
        using var command = Command("SELECT sink, number FROM rule_result WHERE rule = $rule ORDER BY number, sink", ("$rule", rule));
        using var reader = command.ExecuteReader();
        var found = new List<(string, long)>();
        while (reader.Read())
            found.Add((reader.GetString(0), reader.GetInt64(1)));
        return found;
    });

    public byte[]? FindResults(string rule, string sink, long number) => Ask(() =>
    {
        using var command = Command("SELECT content FROM rule_result WHERE rule = $rule AND sink = $sink AND number = $number", ("$rule", rule), ("$sink", sink));
        command.Parameters.AddWithValue("$number", number);
        return (byte[]?)command.ExecuteScalar();
    });

    /// <summary>Keeps a checkpoint in the place of the last one, and results beside it, all or nothing.</summary>
    public void PutCheckpoint(string rule, RuleCheckpoint checkpoint, IReadOnlyList<KeptResults> results, bool replacesResults) => Ask(() =>
    {
        using var transaction = _connection.BeginTransaction();
        if (replacesResults)
            Execute("DELETE FROM rule_result WHERE rule = $rule", ("$rule", rule));
        foreach (var kept in results)
        {
            using var result = Command("INSERT INTO rule_result VALUES ($rule, $sink, $number, $content)", ("$rule", rule), ("$sink", kept.Sink));
            result.Parameters.AddWithValue("$number", kept.Number);
            result.Parameters.AddWithValue("$content", kept.Content);
            result.ExecuteNonQuery();
        }

        using var command = Command(
            "INSERT OR REPLACE INTO rule_checkpoint VALUES ($rule, $writer, $number, $plan, $state, $positions)", ("$rule", rule), ("$writer", checkpoint.Writer), ("$plan", checkpoint.Plan));
        command.Parameters.AddWithValue("$number", checkpoint.Number);
        command.Parameters.AddWithValue("$state", checkpoint.State);
        command.Parameters.AddWithValue("$positions", WritePositions(checkpoint.Positions));
        command.ExecuteNonQuery();
        transaction.Commit();
        return true;
    });

    public void RemoveResults(string rule, string sink, long number) => Ask(() =>
    {
        using var command = Command("DELETE FROM rule_result WHERE rule = $rule AND sink = $sink AND number = $number", ("$rule", rule), ("$sink", sink));
        command.Parameters.AddWithValue("$number", number);
        return command.ExecuteNonQuery();
    });

    /// <summary>Forgets all that is kept of a rule's run.</summary>
    public void RemoveCheckpoint(string rule) => Ask(() =>
    {
        using var transaction = _connection.BeginTransaction();
        Execute("DELETE FROM rule_checkpoint WHERE rule = $rule", ("$rule", rule));
        Execute("DELETE FROM rule_result WHERE rule = $rule", ("$rule", rule));
        transaction.Commit();
        return true;
    });

    // For those to whom a disk that is full is an outage like any other.
    private T Ask<T>(Func<T> question)
    {
        lock (_gate)
        {
            try
            {
                return question();
            }
            catch (SqliteException error)
            {
                throw new IOException($"the store {Path}: {error.Message}", error);
            }
        }
    }

    private static byte[] WritePositions(IReadOnlyDictionary<string, byte[]> positions)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(positions.Count);
        foreach (var (stream, position) in positions)
        {
            writer.Write(stream);
            writer.Write(position.Length);
            writer.Write(position);
        }

        return bytes.ToArray();
    }

    private static Dictionary<string, byte[]> ReadPositions(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var positions = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var left = reader.ReadInt32(); left > 0; left--)
            positions[reader.ReadString()] = reader.ReadBytes(reader.ReadInt32());
        return positions;
    }
}
