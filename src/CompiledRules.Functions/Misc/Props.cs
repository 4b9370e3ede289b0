using System.Globalization;

namespace CompiledRules.Functions.Misc;

public static partial class MiscFunctions
{
    private static long s_lastSnowflake;

    /// <summary>A property of the host: the environment variable <c>KUIPER_PROPS_</c> and the key in upper case.</summary>
    /// <param name="key">Besides variables: <c>et</c> is the time in milliseconds since the Unix epoch, <c>snowflake</c> a new unique number.</param>
    /// <exception cref="SqlException">There is no such property.</exception>
    [SqlFunction("props", GuardsEmpty = true, IsDeterministic = false)]
    public static string Props(FunctionContext context, [SqlParameter(Coercion = Coercion.Text)] string key)
    {
        var now = context.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return key switch
        {
            "et" => now.ToString(CultureInfo.InvariantCulture),
            "snowflake" => NextSnowflake(now).ToString(CultureInfo.InvariantCulture),
            _ => Environment.GetEnvironmentVariable("KUIPER_PROPS_" + key.ToUpperInvariant()) ?? throw new SqlException($"property '{key}' is not set"),
        };
    }

    // The time in the upper bits, a running number below; ahead of the clock when many are taken in one millisecond.
    private static long NextSnowflake(long now)
    {
        const int RunningBits = 22;
        while (true)
        {
            var last = Interlocked.Read(ref s_lastSnowflake);
            var next = Math.Max(now << RunningBits, last + 1);
            if (Interlocked.CompareExchange(ref s_lastSnowflake, next, last) == last)
                return next;
        }
    }
}
