namespace CompiledRules.Functions.Objects;

public static partial class ObjectFunctions
{
    /// <summary>The number of entries.</summary>
    [SqlFunction("object_size", OnNull = NullGuard.Zero)]
    public static long ObjectSize(SqlObject map) => map.Count;
}
