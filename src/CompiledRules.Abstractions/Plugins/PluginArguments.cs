namespace CompiledRules.Plugins;

/// <summary>What generated adapters do with arguments and results beyond the conversions of <see cref="SqlConvert"/>.</summary>
public static class PluginArguments
{
    /// <summary>A number is milliseconds since the Unix epoch; text is parsed, in the rule's zone where it names none.</summary>
    public static SqlTime Time(SqlValue value, FunctionContext context) => SqlTimeParse.FromValue(value, context.Zone, clock: context.Time);

    public static SqlArray Array(SqlValue value) => value.Kind == SqlKind.Array ? value.AsArray() : throw Refuse(value, "array");

    public static SqlObject Object(SqlValue value) => value.Kind == SqlKind.Object ? value.AsObject() : throw Refuse(value, "struct");

    /// <summary>Whether a float has no fraction.</summary>
    public static bool IsWhole(SqlValue value) => value.IsFloat && Math.Floor(value.AsFloat()) == value.AsFloat();

    public static bool IsNullOrEmpty(SqlValue value) => value.Kind switch
    {
        SqlKind.Missing or SqlKind.Null => true,
        SqlKind.Array => value.AsArray().Count == 0,
        SqlKind.Object => value.AsObject().Count == 0,
        _ => false,
    };

    public static bool HasNullOrEmpty(ReadOnlySpan<SqlValue> arguments)
    {
        foreach (var argument in arguments)
        {
            if (IsNullOrEmpty(argument))
                return true;
        }

        return false;
    }

    public static SqlException NoOverload(string function, ReadOnlySpan<SqlValue> arguments)
    {
        var found = new string[arguments.Length];
        for (var i = 0; i < found.Length; i++)
            found[i] = SqlText.Describe(arguments[i]);
        return new SqlException($"call func {function} error: no form takes ({string.Join(", ", found)})");
    }

    /// <summary>The result of an asynchronous function as a value.</summary>
    public static ValueTask<SqlValue> Later<T>(ValueTask<T> result, Func<T, SqlValue> convert)
    {
        return result.IsCompletedSuccessfully ? new ValueTask<SqlValue>(convert(result.Result)) : AwaitAsync(result, convert);

        static async ValueTask<SqlValue> AwaitAsync(ValueTask<T> result, Func<T, SqlValue> convert) => convert(await result.ConfigureAwait(false));
    }

    private static SqlException Refuse(SqlValue value, string target) => new($"cannot convert {SqlText.Describe(value)} to {target}");
}
