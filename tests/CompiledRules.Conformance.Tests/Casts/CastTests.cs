using CompiledRules.Conformance.Tests.Cases;

namespace CompiledRules.Conformance.Tests.Casts;

/// <summary>Conversions of single values. The data has the number kinds of another language; here they are bigint and float.</summary>
public sealed class CastTests
{
    private const double SinglePrecision = 1e-6;

    [TestCase("cast")]
    [TestCase("time")]
    [TestCase("duration")]
    public void Casts(string file) =>
        ConformanceRate.Check($"casts/{file}", ConformanceCases.Read("casts", file), CastDeviations.All, FailureOf);

    private static string? FailureOf(ConformanceCase item)
    {
        var expect = item.Json.GetProperty("expect");
        SqlValue actual;
        try
        {
            actual = Convert(item, CaseValue.Read(item.Json.GetProperty("input")));
        }
        catch (SqlException exception)
        {
            return expect.TryGetProperty("error", out _) ? null : exception.Message;
        }

        return expect.TryGetProperty("value", out var expected) && CaseValue.AreEqual(actual, CaseValue.Read(expected), SinglePrecision)
            ? null
            : $"{SqlText.Describe(actual)}, expected {expect}";
    }

    private static SqlValue Convert(ConformanceCase item, SqlValue input)
    {
        var strictness = item.Text("strictness") switch
        {
            "STRICT" => Strictness.Strict,
            "CONVERT_ALL" => Strictness.All,
            _ => Strictness.SameKind,
        };
        var zone = item.Text("tz") is { } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : TimeZoneInfo.Utc;
        return item.Text("function")! switch
        {
            "ToStringAlways" => SqlText.ToText(input),
            "ToString" => SqlConvert.ToText(input, strictness),
            "ToBool" => SqlConvert.ToBoolean(input, strictness),
            "ToByteA" or "ToBytes" => SqlValue.From(SqlConvert.ToBytes(input, strictness)),
            "FormatTime" => SqlTimeFormat.For(item.Text("format")!).Format(input.AsTime()),
            "ConvertDuration" or "DurationConf" or "MapToStruct" => Milliseconds(input),
            "TimeToUnixMilli" or "InterfaceToUnixMilli" => SqlTimeParse.FromValue(input, zone, item.Text("format")).UnixMilliseconds,
            "ParseTime" or "InterfaceToTime" or "TimeFromUnixMilli" => SqlValue.From(SqlTimeParse.FromValue(input, zone, item.Text("format"))),
            var function when function.EndsWith("Slice", StringComparison.Ordinal) => ConvertItems(function, input, strictness),
            var function => ConvertNumber(function, input, strictness),
        };
    }

    // Options are text with units, or milliseconds; some cases wrap them in an object.
    private static long Milliseconds(SqlValue input) => input.Kind switch
    {
        SqlKind.Object => Milliseconds(input.AsObject().Values[0]),
        SqlKind.String => (long)GoDuration.Parse(input.AsString()).TotalMilliseconds,
        _ => SqlConvert.ToInteger(input),
    };

    private static SqlValue ConvertItems(string function, SqlValue input, Strictness strictness)
    {
        if (input.Kind != SqlKind.Array)
            throw new SqlException($"expected an array, found {SqlText.Describe(input)}");

        return new SqlArray([.. input.AsArray().Select(item => function switch
        {
            "ToTypedSlice" => item,
            "ToStringSlice" => SqlConvert.ToText(item, strictness),
            "ToBoolSlice" => SqlConvert.ToBoolean(item, strictness),
            "ToBytesSlice" => SqlValue.From(SqlConvert.ToBytes(item, strictness)),
            _ => ConvertNumber(function, item, strictness),
        })]);
    }

    private static SqlValue ConvertNumber(string function, SqlValue input, Strictness strictness)
    {
        if (function.StartsWith("ToFloat", StringComparison.Ordinal))
            return SqlConvert.ToFloat(input, strictness);

        var number = SqlConvert.ToInteger(input, strictness);
        return function.StartsWith("ToUint", StringComparison.Ordinal) && number < 0 ? throw new SqlException($"expected a number that is not negative, found {number}") : number;
    }
}
