namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>Where the value first stands, from 0; -1 where it does not, or for no array. Integer 1 and float 1 differ.</summary>
    [SqlFunction("array_position", OnNull = NullGuard.MinusOne)]
    public static long ArrayPosition(SqlArray array, SqlValue value) => array.AsSpan().IndexOf(ArrayItem.Of(value));
}
