using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CompiledRules.Server.Transfer;

/// <summary>Takes in <c>init.json</c> of the folder of data when the server starts, once for each version of the file: beside it stands a mark with its time.</summary>
internal sealed class InitialImport(string dataDirectory, DataImport import, Action<string> log)
{
    private const string Mark = "initialized";

    /// <summary>What is there stays, unless it has the name of something that comes. What is wrong with the file is logged.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var file = Path.Combine(dataDirectory, "init.json");
        if (!File.Exists(file))
            return;

        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(file)).ToUnixTimeMilliseconds();
        var mark = Path.Combine(dataDirectory, Mark + written.ToString(CultureInfo.InvariantCulture));
        if (File.Exists(mark))
            return;

        try
        {
            if (JsonNode.Parse(await File.ReadAllTextAsync(file, cancellation).ConfigureAwait(false)) is not JsonObject content)
                throw new JsonException("expected an object");
            var errors = await import.ImportAsync(content, isPartial: true, cancellation).ConfigureAwait(false);
            if (!errors.IsEmpty)
                log($"init.json: {errors.ToJson().ToJsonString()}");
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            log($"init.json cannot be read: {error.Message}");
        }

        foreach (var old in Directory.EnumerateFiles(dataDirectory, Mark + "*"))
            File.Delete(old);
        await File.WriteAllTextAsync(mark, "", cancellation).ConfigureAwait(false);
    }
}
