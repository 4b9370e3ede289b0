using System.Globalization;

namespace CompiledRules.Functions.Tests.Aggregates;

/// <summary>Runs aggregates over values of any kind.</summary>
internal static class AggregateFold
{
    public static readonly SqlValue[][] Inputs =
    [
        [],
        [3L],
        [4L, 8L, 1L],
        [4.5, 8.25, 1.0, 2.0],
        [4L, 1.5],
        [1L, 2.5, 4L],
        [2L, "a"],
        [1.5, 4L],
        ["b", "a", "c"],
        [true],
        [SqlObject.FromArrays(["a"], [1L]), SqlObject.FromArrays(["a", "b"], [2L, 3L])],
    ];

    public static T Fold<T>(T start, ReadOnlySpan<SqlValue> values)
        where T : struct
    {
        dynamic state = start;
        foreach (var value in values)
            state.Add(value);
        return state;
    }

    public static string Outcome<T>(T state)
        where T : struct
    {
        try
        {
            object? result = ((dynamic)state).Result;
            return result is double number ? number.ToString("G12", CultureInfo.InvariantCulture) : $"{result}";
        }
        catch (SqlException exception)
        {
            return exception.Message;
        }
    }
}
