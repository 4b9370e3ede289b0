using CompiledRules.Runtime.State;
using CompiledRules.State;

namespace CompiledRules.Hosting.Checkpoints;

/// <summary>Results as bytes, as the store and the cache of a sink keep them.</summary>
internal static class ResultBytes
{
    private const string Section = "results";
    private const int Version = 1;

    public static byte[] Write(IReadOnlyCollection<IReadOnlyList<SqlObject>> results)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryStateWriter(bytes))
        {
            writer.Section(Section, Version);
            writer.Write(results.Count);
            foreach (var rows in results)
            {
                writer.Write(rows.Count);
                foreach (var row in rows)
                    writer.Write((SqlValue)row);
            }
        }

        return bytes.ToArray();
    }

    /// <exception cref="StateException">The bytes are damaged, or of a later version.</exception>
    public static List<IReadOnlyList<SqlObject>> Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var reader = new BinaryStateReader(stream);
        if (reader.Section(Section) is var version and not Version)
            throw new StateException($"The results are kept in version {version}; this program reads version {Version}.");

        try
        {
            var results = new List<IReadOnlyList<SqlObject>>();
            for (var left = reader.ReadInteger(); left > 0; left--)
            {
                var rows = new SqlObject[reader.ReadInteger()];
                for (var i = 0; i < rows.Length; i++)
                    rows[i] = reader.ReadValue().AsObject();
                results.Add(rows);
            }

            return results;
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidOperationException or InvalidCastException or OverflowException)
        {
            throw new StateException($"The results are damaged: {error.Message}");
        }
    }
}
