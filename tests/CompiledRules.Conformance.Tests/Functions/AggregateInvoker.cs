using System.Reflection;

namespace CompiledRules.Conformance.Tests.Functions;

/// <summary>Runs built-in aggregates over columns of arguments.</summary>
internal static class AggregateInvoker
{
    private static readonly ILookup<string, Type> s_aggregates = Assembly.Load("CompiledRules.Functions").GetExportedTypes()
        .Where(static type => type.IsDefined(typeof(SqlAggregateAttribute)))
        .ToLookup(static type => type.GetCustomAttribute<SqlAggregateAttribute>()!.Name);

    public static bool Knows(string name) => s_aggregates.Contains(name);

    /// <summary>The overloads that take these columns: the one for any value first, then typed ones.</summary>
    public static IEnumerable<Type> Overloads(string name, SqlValue[] columns) => s_aggregates[name]
        .Where(type => Fits(type, columns))
        .OrderBy(static type => Parameters(type)[0].ParameterType == typeof(SqlValue) ? 0 : 1);

    /// <exception cref="SqlException">The aggregate says so, or the columns are none.</exception>
    public static SqlValue Invoke(Type aggregate, SqlValue[] columns)
    {
        var state = Activator.CreateInstance(aggregate)!;
        foreach (var row in Rows(columns))
            Add(state, row);
        return Result(state);
    }

    public static object New(string name) => Activator.CreateInstance(Overloads(name, [SqlArray.Empty, SqlArray.Empty]).Concat(Overloads(name, [SqlArray.Empty])).First())!;

    public static void Add(object state, SqlValue[] row)
    {
        var takesNull = state.GetType().GetCustomAttribute<SqlAggregateAttribute>()!.TakesNull;
        if (row[0].IsNull && !takesNull)
            return;

        var arguments = Parameters(state.GetType()).Select((parameter, i) => Argument(row[i], parameter)).ToArray();
        state.GetType().GetMethod("Add")!.Invoke(state, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    public static SqlValue Result(object state) =>
        FunctionInvoker.ToValue(state.GetType().GetProperty("Result")!.GetMethod!.Invoke(state, BindingFlags.DoNotWrapExceptions, null, null, null));

    private static ParameterInfo[] Parameters(Type aggregate) => aggregate.GetMethod("Add")!.GetParameters();

    private static bool Fits(Type aggregate, SqlValue[] columns)
    {
        var parameters = Parameters(aggregate);
        var kind = parameters[0].ParameterType;
        return parameters.Length == columns.Length && (kind == typeof(SqlValue) || columns[0].Kind != SqlKind.Array || columns[0].AsArray().All(value =>
            value.IsNull || ArgumentConversion.TryConvert(value, parameters[0], Pass.Exact, out _)));
    }

    private static object? Argument(SqlValue value, ParameterInfo parameter) =>
        ArgumentConversion.TryConvert(value, parameter, Pass.Coerced, out var argument) ? argument : throw new SqlException($"{parameter.Name} does not take {value}");

    // A constant argument is a shorter column, or no array at all.
    private static IEnumerable<SqlValue[]> Rows(SqlValue[] columns)
    {
        if (columns[0].IsNull)
            yield break;

        if (columns[0].Kind != SqlKind.Array)
            throw new SqlException($"{columns[0]} is no column");

        for (var i = 0; i < columns[0].AsArray().Count; i++)
            yield return [.. columns.Select(column => column.Kind == SqlKind.Array && column.AsArray() is { Count: > 0 } items ? items[Math.Min(i, items.Count - 1)] : column)];
    }
}
