using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CompiledRules.Server.Http;

namespace CompiledRules.Server.Transfer;

/// <summary>Imports that go on behind their requests. The last ones are remembered. May be used from any thread.</summary>
internal sealed class ImportTasks(TimeProvider time)
{
    private const int Remembered = 100;

    private readonly ConcurrentDictionary<string, Entry> _tasks = new(StringComparer.Ordinal);

    /// <returns>The task's id.</returns>
    public string Start(Func<CancellationToken, Task<ImportErrors>> import)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var id = $"dataImport-{now / 1000}";
        var entry = new Entry(now);
        for (var number = 2; !_tasks.TryAdd(id, entry); number++)
            id = $"dataImport-{now / 1000}-{number}";
        foreach (var old in _tasks.Where(static task => task.Value.IsOver).OrderByDescending(static task => task.Value.Created).Skip(Remembered))
            _tasks.TryRemove(old);
        _ = RunAsync(entry, import);
        return id;
    }

    /// <exception cref="ApiException">There is no such task.</exception>
    public JsonObject Describe(string id)
    {
        var entry = Get(id);
        return new JsonObject { ["id"] = id, ["status"] = entry.Status, ["message"] = entry.Message, ["createdTimestamp"] = entry.Created, ["updatedTimestamp"] = entry.Updated };
    }

    /// <summary>Ends an import after the entry that it is at; what was imported stays.</summary>
    /// <exception cref="ApiException">There is no such task.</exception>
    public void Cancel(string id) => Get(id).Stop.Cancel();

    private Entry Get(string id) => _tasks.TryGetValue(id, out var entry) ? entry : throw ApiException.NotFound($"task {id} is not found");

    private async Task RunAsync(Entry entry, Func<CancellationToken, Task<ImportErrors>> import)
    {
        try
        {
            var errors = await import(entry.Stop.Token).ConfigureAwait(false);
            entry.Set(errors.IsEmpty ? "finished" : "failed", errors.IsEmpty ? "" : errors.ToJson().ToJsonString(Reply.Json), time);
        }
        catch (OperationCanceledException)
        {
            entry.Set("cancelled", "", time);
        }
#pragma warning disable CA1031 // Whatever has failed is the task's message.
        catch (Exception error)
#pragma warning restore CA1031
        {
            entry.Set("failed", error.Message, time);
        }
    }

    private sealed class Entry(long created)
    {
        public CancellationTokenSource Stop { get; } = new();

        public long Created { get; } = created;

        public long Updated { get; private set; } = created;

        public string Status { get; private set; } = "running";

        public string Message { get; private set; } = "";

        public bool IsOver => Status != "running";

        public void Set(string status, string message, TimeProvider time) => (Message, Updated, Status) = (message, time.GetUtcNow().ToUnixTimeMilliseconds(), status);
    }
}
