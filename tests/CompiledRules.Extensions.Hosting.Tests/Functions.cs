namespace CompiledRules.Extensions.Hosting.Tests;

public static class Functions
{
    [SqlFunction("thrice")]
    public static long Thrice(long value) => 3 * value;
}
