using System.Text.Json;
using CompiledRules.Server.Http;

namespace CompiledRules.Server;

/// <summary>What of the server can be changed while it runs: where its log goes and the zone of rules. May be used from any thread.</summary>
/// <param name="console">Takes a line of the log.</param>
internal sealed class RuntimeSettings(Action<string> console, string dataDirectory, TimeProvider time)
{
    private static readonly string[] s_levels = ["trace", "debug", "info", "warn", "warning", "error", "fatal", "panic"];

    private readonly Lock _gate = new();
    private bool _logsToConsole = true;
    private bool _logsToFile;
    private bool _isSilent;

    /// <summary>The zone of rules that name none.</summary>
    public TimeZoneInfo Zone { get; private set; } = time.LocalTimeZone;

    /// <summary>Whether figures are written down every now and then.</summary>
    public bool DumpsMetrics { get; private set; }

    /// <summary>Writes a line without the secrets in it.</summary>
    public void Log(string line)
    {
        if (_isSilent)
            return;

        line = Secrets.HideInText(line);
        if (_logsToConsole)
            console(line);
        if (!_logsToFile)
            return;

        lock (_gate)
            File.AppendAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(dataDirectory, "log")).FullName, "stream.log"), $"time=\"{time.GetUtcNow():O}\" {line}\n");
    }

    /// <summary>Takes what the object has of <c>logLevel</c>, <c>debug</c>, <c>consoleLog</c>, <c>fileLog</c>, <c>timezone</c> and <c>metricsDumpConfig</c>; all of it or nothing.</summary>
    /// <exception cref="ApiException">A value cannot be used, or there is another property.</exception>
    public void Apply(JsonElement json)
    {
        if (json.EnumerateObject().FirstOrDefault(static property => !IsKnown(property.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
            throw new ApiException(ErrorCode.Undefined, $"Invalid body: there is no setting '{unknown.Name}'");

        var zone = json.TextOrNull("timezone") is { } name ? ZoneOf(name) : Zone;
        var level = json.TextOrNull("logLevel");
        if (level is not null && !s_levels.Contains(level))
            throw new ApiException(ErrorCode.Undefined, $"Invalid body: 'logLevel' is {level}, expected one of {string.Join(", ", s_levels)}");

        _ = json.Flag("debug", false);
        var (toConsole, toFile) = (json.Flag("consoleLog", _logsToConsole), json.Flag("fileLog", _logsToFile));
        var dumps = json.ValueOrNull("metricsDumpConfig") switch
        {
            null => DumpsMetrics,
            { ValueKind: JsonValueKind.Object } dump => dump.Flag("enable", DumpsMetrics),
            { } other => throw RequestBody.Mismatch("metricsDumpConfig", other, "an object"),
        };

        // Lines have no levels: all of them are of use up to level error.
        if (level is not null)
            _isSilent = level is "fatal" or "panic";
        (Zone, _logsToConsole, _logsToFile, DumpsMetrics) = (zone, toConsole, toFile, dumps);
    }

    private static bool IsKnown(string name) => name is "logLevel" or "debug" or "consoleLog" or "fileLog" or "timezone" or "metricsDumpConfig";

    private TimeZoneInfo ZoneOf(string name) => name is "" or "Local"
        ? time.LocalTimeZone
        : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new ApiException(ErrorCode.Undefined, $"Invalid body: 'timezone' is {name}, expected a zone such as UTC or Europe/Berlin");
}
