namespace CompiledRules.Functions.Conversion;

public static partial class ConversionFunctions
{
    /// <summary>The same instant, shown in another zone.</summary>
    /// <param name="zone">An IANA name, as <c>Asia/Shanghai</c>.</param>
    /// <exception cref="SqlException">The first argument is no time, or the zone is not known.</exception>
    [SqlFunction("convert_tz", GuardsEmpty = true)]
    public static SqlTime ConvertTz(
        FunctionContext context,
        [SqlParameter(Literals = [SqlKind.DateTime, SqlKind.String])] SqlValue time,
        [SqlParameter(Coercion = Coercion.Strict)] string zone)
    {
        var instant = SqlTimeParse.FromValue(time, context.Zone, clock: context.Time);
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? instant with { Zone = found } : throw new SqlException($"expected a time zone as Asia/Shanghai, found '{zone}'");
    }
}
