namespace CompiledRules.Portable.Sdk;

public sealed partial class Plugin
{
    /// <summary>A function of a row. Types may be those of SQL functions: <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, <c>byte[]</c>, <see cref="SqlTime"/>, <see cref="SqlArray"/>, <see cref="SqlObject"/>, <see cref="SqlValue"/> and their nullable forms.</summary>
    /// <param name="body">A null argument for a parameter that takes no null gives null without a call; what it throws is the row's error.</param>
    /// <param name="retry">Whether the host may call again for a row whose process died.</param>
    public Plugin Scalar<T, TResult>(string name, Func<T, TResult> body, bool retry = true)
    {
        var (read, write) = (ClrType<T>.Read, ClrType<TResult>.Write);
        return Function(new PluginFunction(
            name,
            [ClrType<T>.Name],
            ClrType<TResult>.Name,
            (row, _) => ClrType<T>.Lacks(row[0]) ? SqlValue.Null : write(body(read(row[0]))))
        { IsRetried = retry });
    }

    /// <inheritdoc cref="Scalar{T, TResult}(string, Func{T, TResult}, bool)"/>
    public Plugin Scalar<T1, T2, TResult>(string name, Func<T1, T2, TResult> body, bool retry = true)
    {
        var (first, second, write) = (ClrType<T1>.Read, ClrType<T2>.Read, ClrType<TResult>.Write);
        return Function(new PluginFunction(
            name,
            [ClrType<T1>.Name, ClrType<T2>.Name],
            ClrType<TResult>.Name,
            (row, _) => ClrType<T1>.Lacks(row[0]) || ClrType<T2>.Lacks(row[1]) ? SqlValue.Null : write(body(first(row[0]), second(row[1]))))
        { IsRetried = retry });
    }

    /// <inheritdoc cref="Scalar{T, TResult}(string, Func{T, TResult}, bool)"/>
    public Plugin Scalar<T1, T2, T3, TResult>(string name, Func<T1, T2, T3, TResult> body, bool retry = true)
    {
        var (first, second, third, write) = (ClrType<T1>.Read, ClrType<T2>.Read, ClrType<T3>.Read, ClrType<TResult>.Write);
        return Function(new PluginFunction(
            name,
            [ClrType<T1>.Name, ClrType<T2>.Name, ClrType<T3>.Name],
            ClrType<TResult>.Name,
            (row, _) => ClrType<T1>.Lacks(row[0]) || ClrType<T2>.Lacks(row[1]) || ClrType<T3>.Lacks(row[2])
                ? SqlValue.Null
                : write(body(first(row[0]), second(row[1]), third(row[2]))))
        { IsRetried = retry });
    }

    /// <summary>A function of a group: it is given the group's values, nulls left out.</summary>
    public Plugin Aggregate<T, TResult>(string name, Func<IReadOnlyList<T>, TResult> body, bool retry = true)
    {
        var (read, write) = (ClrType<T>.Read, ClrType<TResult>.Write);
        return Function(new PluginFunction(
            name,
            ["any"],
            ClrType<TResult>.Name,
            (row, _) => write(body([.. ClrType<SqlArray>.Read(row[0]).Where(static value => !value.IsNull).Select(read)])))
        { IsAggregate = true, IsRetried = retry });
    }

    /// <summary>A function of any number of arguments.</summary>
    /// <param name="body">Given the arguments, valid during the call, and the function's context.</param>
    /// <param name="result">The SQL type of the result, or <c>any</c>.</param>
    public Plugin Variadic(string name, PluginFunctionBody body, string result = "any", bool retry = true) =>
        Function(new PluginFunction(name, null, result, body) { IsRetried = retry });
}
