namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The results of a scalar function of one argument for each element; the null guard of that function does not apply.</summary>
    /// <param name="function">The name of a built-in function, in lower case.</param>
    [SqlFunction("array_map", GuardsEmpty = true)]
    public static SqlArray ArrayMap(FunctionContext context, string function, SqlArray array)
    {
        var call = ElementFunction.Find(function);
        var results = new SqlValue[array.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = call(context, array[i]);
        return new SqlArray(results);
    }
}
