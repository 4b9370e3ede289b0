using CompiledRules;

namespace Toolbox;

public static class Functions
{
    /// <summary>The value as it is.</summary>
    [SqlFunction("echo")]
    public static SqlValue Echo(SqlValue value) => value;
}
