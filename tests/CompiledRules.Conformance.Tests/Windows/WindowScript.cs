using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Conformance.Tests.Cases;
using CompiledRules.Sql;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;
using CompiledRules.Testing;
using CompiledRules.Testing.Cases;

namespace CompiledRules.Conformance.Tests.Windows;

/// <summary>A window fed step by step, as a rule that selects the rows of the window, or their number where the case looks at an incremental aggregate.</summary>
internal sealed partial class WindowScript
{
    private const long Base = 1_700_000_000_000;

    // So far ahead that a row which moves the watermark is never released itself.
    private const long Tolerance = 1_000_000_000;

    private readonly JsonElement _json;
    private readonly string _stream;
    private readonly bool _isEventTime;
    private readonly bool _countsRows;

    public WindowScript(ConformanceCase item)
    {
        _json = item.Json;
        _isEventTime = _json.GetProperty("options").TryGetProperty("isEventTime", out var flag) && flag.GetBoolean();
        _countsRows = _json.GetProperty("options").TryGetProperty("incremental", out var incremental) && incremental.GetBoolean();
        _stream = item.Sql!.Contains("eventStream", StringComparison.Ordinal) ? "eventStream" : "stream";
    }

    public string? Check()
    {
        var driver = Start();
        var clock = Base;
        var emission = 0;
        foreach (var step in _json.GetProperty("steps").EnumerateArray())
        {
            var at = step.TryGetProperty("at_ms", out var time) ? Base + time.GetInt64() : (long?)null;
            switch (step.GetProperty("do").GetString())
            {
                case "tuple":
                    Send(driver, CaseValue.Read(step.GetProperty("row")).AsObject(), at ?? driver.Now);
                    break;
                case "watermark":
                    Send(driver, SqlObject.Empty, at!.Value + Tolerance);
                    break;
                case "advance_clock":
                    clock += step.GetProperty("ms").GetInt64();
                    driver.AdvanceTo(clock);
                    break;
                case "restart":
                    driver.Restart();
                    break;
                default:
                    if (Compare(step, driver.Emissions.ElementAtOrDefault(emission++)) is { } failure)
                        return $"emission {emission}: {failure}";
                    break;
            }
        }

        return null;
    }

    private void Send(RuleDriver driver, SqlObject row, long time)
    {
        if (_isEventTime)
            row = new SqlObject.Builder { ["ts"] = time }.AddAll(row).ToObject();
        else
            driver.AdvanceTo(time);
        driver.Send(_stream, row);
    }

    private string? Compare(JsonElement step, Emission? actual)
    {
        var rows = step.GetProperty("rows").EnumerateArray();
        var expected = _countsRows
            ? $"[{{\"count\": {rows.First().GetProperty("agg").EnumerateObject().First().Value.GetRawText()}}}]"
            : CaseText.Of(SqlValue.From(new SqlArray([.. rows.Select(static row => CaseValue.Read(row.GetProperty("row")))])));
        var found = actual is null ? "nothing" : CaseText.Of(actual);
        return found == expected ? null : $"expected {expected}, but was {found}";
    }

    private RuleDriver Start()
    {
        StreamSymbol[] streams =
        [
            Stream("stream"),
            Stream("eventStream"),
        ];
        var sql = WindowCall().Replace(_json.GetProperty("sql").GetString()!, WithConfiguredLengths);
        if (!_countsRows)
            sql = sql.Replace("count(*)", "* EXCEPT(ts)", StringComparison.Ordinal);

        var options = RuleOptions.Default with { IsEventTime = _isEventTime, LateTolerance = Tolerance };
        var rule = RuleCompiler.Compile(sql, new Catalog(streams, new FunctionTable(FunctionReader.BuiltIn)), options);
        return new RuleDriver(rule.Program, streams, new RuleDriverOptions { Start = Base });
    }

    private static StreamSymbol Stream(string name) => new(name, StreamKind.Stream, [], true, new[] { new StreamOption("TIMESTAMP", "ts") }.ToEquatableArray());

    // Some cases shrink the window behind the back of the SQL.
    private string WithConfiguredLengths(Match call)
    {
        if (!_json.TryGetProperty("window_config", out var config))
            return call.Value;

        var lengths = new[] { "length_ms", "interval_ms", "delay_ms" }
            .Where(name => config.TryGetProperty(name, out _))
            .Select(name => config.GetProperty(name).GetInt64().ToString(CultureInfo.InvariantCulture));
        return $"{call.Groups[1].Value}(ms, {string.Join(", ", lengths)})";
    }

    [GeneratedRegex(@"\b((?:sliding|hopping|tumbling)window)\([^)]*\)", RegexOptions.IgnoreCase)]
    private static partial Regex WindowCall();
}
