using System.Globalization;
using CompiledRules.Hosting;
using CompiledRules.Hosting.Checkpoints;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Server.Rules;

/// <summary>Reads the <c>options</c> of a rule.</summary>
internal static class RuleOptionsReader
{
    private static readonly string[] s_known =
    [
        "debug", "logFilename", "isEventTime", "lateTolerance", "concurrency", "bufferLength", "sendMetaToSink", "sendNilField", "sendError", "qos", "checkpointInterval",
        "restartStrategy", "cron", "duration", "cronDatetimeRange", "planOptimizeStrategy", "notifySub", "disableBufferFullDiscard", "enableSaveStateBeforeStop",
        "forceExitTimeout", "experiment", "timezone", "idleTimeout", "flushAtEnd", "callConcurrency", "callOrder",
    ];

    public static SqlObject Check(SqlObject options)
    {
        foreach (var (name, _) in options)
        {
            if (!s_known.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new OptionException("rule", name, $"there is no such option; there are {string.Join(", ", s_known)}");
        }

        return options;
    }

    /// <exception cref="OptionException">An option has a value that cannot be used.</exception>
    public static RuleOptions ReadSql(ConnectorOptions options, bool isTemporary) => RuleOptions.Default with
    {
        IsEventTime = options.GetBoolean("isEventTime", false),
        LateTolerance = (long)options.GetDuration("lateTolerance", TimeSpan.FromSeconds(1)).TotalMilliseconds,
        SendError = options.GetBoolean("sendError", false),
        SendNilField = options.GetBoolean("sendNilField", false),
        SendMetaToSink = options.GetBoolean("sendMetaToSink", false),
        DisableBufferFullDiscard = options.GetBoolean("disableBufferFullDiscard", false),
        IdleTimeout = options.GetDuration("idleTimeout", TimeSpan.Zero) is { Ticks: > 0 } timeout ? (long)timeout.TotalMilliseconds : null,
        FlushAtEnd = options.GetBoolean("flushAtEnd", true),
        CallConcurrency = (int)options.GetInteger("callConcurrency", RuleOptions.Default.CallConcurrency, 1, int.MaxValue),
        IsCallOrderFree = options.GetChoice("callOrder", "input", "input", "completion") == "completion",
        IsTemp = isTemporary,
        PlanOptimizeStrategy = ReadStrategy(options),
    };

    /// <exception cref="OptionException">An option has a value that cannot be used.</exception>
    public static RunningRuleOptions ReadRun(ConnectorOptions options, TimeZoneInfo zone)
    {
        var delivery = (DeliveryGuarantee)options.GetInteger("qos", 0, 0, 2);
        return new RunningRuleOptions
        {
            Delivery = delivery,
            CheckpointInterval = ReadCheckpointInterval(options, delivery),
            BufferLength = (int)options.GetInteger("bufferLength", 1024, 1, int.MaxValue),
            SendError = options.GetBoolean("sendError", false),
            Zone = ReadZone(options, zone),

            // Nothing is lost unless the author says that it may be.
            Overflow = options.GetBoolean("disableBufferFullDiscard", true) ? OverflowPolicy.Block : OverflowPolicy.DropOldest,
        };
    }

    /// <exception cref="OptionException">An option has a value that cannot be used.</exception>
    public static RestartPolicy ReadRestart(ConnectorOptions options)
    {
        if (options.GetObjectOrNull("restartStrategy") is not { } strategy)
            return RestartPolicy.None;

        var values = new ConnectorOptions($"{options.Connector}, restartStrategy", strategy);
        return new RestartPolicy(
            values.GetInteger("attempts", 0, 0),
            values.GetDuration("delay", RestartPolicy.None.Delay),
            Math.Max(1, Number(values, "multiplier", RestartPolicy.None.Multiplier)),
            values.GetDuration("maxDelay", RestartPolicy.None.MaxDelay));
    }

    /// <exception cref="OptionException">An option has a value that cannot be used.</exception>
    public static RuleSchedule ReadSchedule(ConnectorOptions options)
    {
        var duration = options.GetDuration("duration", TimeSpan.Zero);
        var cron = options.GetStringOrNull("cron") is { Length: > 0 } text ? ReadCron(options, text) : null;
        if (cron is not null && duration == TimeSpan.Zero)
            throw options.Error("duration", "it is required: how long the rule runs each time that 'cron' starts it");
        return new RuleSchedule(cron, duration, [.. (options.GetArrayOrNull("cronDatetimeRange") ?? []).Select(range => ReadRange(options, range))]);
    }

    private static TimeSpan ReadCheckpointInterval(ConnectorOptions options, DeliveryGuarantee delivery)
    {
        // Under exactly once results wait for it.
        var usual = delivery == DeliveryGuarantee.ExactlyOnce ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(5);
        var interval = options.GetDuration("checkpointInterval", usual);
        return interval > TimeSpan.Zero ? interval : throw options.Error("checkpointInterval", "found 0; expected a duration such as \"10s\"");
    }

    private static PlanOptimizeStrategy ReadStrategy(ConnectorOptions options)
    {
        if (options.GetObjectOrNull("planOptimizeStrategy") is not { } strategy)
            return new PlanOptimizeStrategy();

        var values = new ConnectorOptions($"{options.Connector}, planOptimizeStrategy", strategy);
        var control = new ConnectorOptions(values.Connector, values.GetObjectOrNull("optimizeControl") ?? SqlObject.Empty);
        var window = new ConnectorOptions(values.Connector, values.GetObjectOrNull("windowOption") ?? SqlObject.Empty);
        return new PlanOptimizeStrategy(
            DisableAliasRefCal: values.GetBoolean("disableAliasRefCal", false),
            EnableSendSlidingWindowTwice: window.GetBoolean("enableSendSlidingWindowTwice", false),
            EnableIncrementalWindow: values.GetBoolean("enableIncrementalWindow", false),
            DisableOptimizeRules: control.GetStrings("disableOptimizeRules").ToEquatableArray());
    }

    private static TimeZoneInfo ReadZone(ConnectorOptions options, TimeZoneInfo other)
    {
        if (options.GetStringOrNull("timezone") is not { } name)
            return other;

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw options.Error("timezone", $"found \"{name}\"; expected a zone such as \"UTC\" or \"Europe/Berlin\"");
    }

    private static CronSchedule ReadCron(ConnectorOptions options, string text)
    {
        try
        {
            return CronSchedule.Parse(text);
        }
        catch (FormatException error)
        {
            throw options.Error("cron", error.Message);
        }
    }

    private static TimeRange ReadRange(ConnectorOptions options, SqlValue range)
    {
        if (range.Kind != SqlKind.Object)
            throw options.Error("cronDatetimeRange", "expected objects with 'begin' and 'end'");

        var values = new ConnectorOptions($"{options.Connector}, cronDatetimeRange", range.AsObject());
        return new TimeRange(ReadTime(values, "begin", "beginTimestamp"), ReadTime(values, "end", "endTimestamp"));
    }

    private static DateTimeOffset ReadTime(ConnectorOptions options, string text, string timestamp)
    {
        if (options.GetInteger(timestamp, 0, 0) is > 0 and var milliseconds)
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

        var written = options.RequireString(text, "a time such as \"2030-01-31 08:00:00\"");
        return DateTimeOffset.TryParseExact(written, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time)
            ? time
            : throw options.Error(text, $"found \"{written}\"; expected a time such as \"2030-01-31 08:00:00\"");
    }

    private static double Number(ConnectorOptions options, string name, double @default) =>
        options.GetStringOrNull(name) is not { } text
            ? @default
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw options.Error(name, $"found \"{text}\"; expected a number");
}
