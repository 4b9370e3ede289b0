namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The results of a scalar function of one argument for each element.</summary>
    /// <param name="function">The name of a built-in function, in lower case.</param>
    [SqlFunction("array_map", GuardsEmpty = true)]
    public static SqlArray ArrayMap(FunctionContext context, string function, SqlArray array)
    {
        var results = new SqlValue[array.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = context.Call(function, array[i]);
        return new SqlArray(results);
    }
}
