using System.Globalization;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Scripts;

/// <summary>Sorts the options of CREATE RULE into those of the SQL, of the run and of the output.</summary>
internal sealed class RuleOptionReader(DiagnosticBag diagnostics)
{
    private static readonly string[] s_sql = ["isEventTime", "lateTolerance", "sendError", "sendNilField", "sendMetaToSink", "disableBufferFullDiscard", "idleTimeout", "flushAtEnd", "callConcurrency", "callOrder"];

    private static readonly string[] s_run =
        ["bufferLength", "qos", "checkpointInterval", "concurrency", "debug", "enableSaveStateBeforeStop", "timezone"];

    private static readonly string[] s_output =
    [
        "sendSingle", "omitIfEmpty", "dataTemplate", "dataField", "fields", "excludeFields", "format", "schemaId", "delimiter", "hasHeader", "batchSize",
        "lingerInterval", "compression", "encryption", "enableCache", "memoryCacheThreshold", "maxDiskCache", "bufferPageSize", "resendInterval", "cleanCacheAtStop",
    ];

    private readonly List<ScriptOption> _run = [];
    private readonly List<ScriptOption> _output = [];

    public RuleOptions Options { get; private set; } = RuleOptions.Default;

    public EquatableArray<ScriptOption> RunOptions => _run.ToEquatableArray();

    public EquatableArray<ScriptOption> OutputOptions => _output.ToEquatableArray();

    public void Read(EquatableArray<OptionSyntax> options)
    {
        foreach (var option in options)
        {
            if (Find(s_sql, option) is { } sql)
                ReadSql(sql, option);
            else if (Find(s_run, option) is { } run)
                _run.Add(new ScriptOption(run, option.Value.Value));
            else if (Find(s_output, option) is { } output)
                _output.Add(new ScriptOption(output, option.Value.Value));
            else
                diagnostics.Report(SqlDiagnostics.UnknownRuleOption.At(option.Name.Span, option.Name.Text).Suggesting(option.Name.Text, s_sql.Concat(s_run).Concat(s_output)));
        }
    }

    private static string? Find(string[] names, OptionSyntax option) =>
        Array.Find(names, name => string.Equals(name, option.Name.Text, StringComparison.OrdinalIgnoreCase));

    private void ReadSql(string name, OptionSyntax option) => Options = name switch
    {
        "isEventTime" => Options with { IsEventTime = Flag(option) },
        "lateTolerance" => Options with { LateTolerance = Milliseconds(option) },
        "sendError" => Options with { SendError = Flag(option) },
        "sendNilField" => Options with { SendNilField = Flag(option) },
        "sendMetaToSink" => Options with { SendMetaToSink = Flag(option) },
        "idleTimeout" => Options with { IdleTimeout = Milliseconds(option) },
        "flushAtEnd" => Options with { FlushAtEnd = Flag(option) },
        "callConcurrency" => Options with { CallConcurrency = Count(option) },
        "callOrder" => Options with { IsCallOrderFree = IsFree(option) },
        _ => Options with { DisableBufferFullDiscard = Flag(option) },
    };

    private bool Flag(OptionSyntax option) => option.Value.Value switch
    {
        bool flag => flag,
        string text when bool.TryParse(text, out var flag) => flag,
        _ => Refuse(option, "TRUE or FALSE", false),
    };

    private int Count(OptionSyntax option) =>
        option.Value.Value is long and > 0 and <= int.MaxValue and var count ? (int)count : Refuse(option, "a number from 1 up", RuleOptions.Default.CallConcurrency);

    private bool IsFree(OptionSyntax option) => option.Value.Value switch
    {
        "input" => false,
        "completion" => true,
        _ => Refuse(option, "\"input\" or \"completion\"", false),
    };

    // A negative tolerance has no meaning; the default stands in for it, as it does in the dialect.
    private long Milliseconds(OptionSyntax option) => option.Value.Value switch
    {
        long milliseconds => milliseconds >= 0 ? milliseconds : RuleOptions.Default.LateTolerance,
        string text when DurationOf(text) is { } duration => duration,
        _ => Refuse(option, "milliseconds, or a duration such as \"500ms\" or \"2s\"", RuleOptions.Default.LateTolerance),
    };

    private static long? DurationOf(string text)
    {
        var digits = text.Length;
        while (digits > 0 && !char.IsDigit(text[digits - 1]))
            digits--;

        if (!double.TryParse(text.Substring(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;

        return text.Substring(digits) switch
        {
            "ms" or "" => (long)number,
            "s" => (long)(number * 1_000),
            "m" => (long)(number * 60_000),
            "h" => (long)(number * 3_600_000),
            _ => null,
        };
    }

    private T Refuse<T>(OptionSyntax option, string expected, T instead)
    {
        diagnostics.Report(SqlDiagnostics.RuleOptionValue.At(option.Value.Span, option.Name.Text, expected));
        return instead;
    }
}
