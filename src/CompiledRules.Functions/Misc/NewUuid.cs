namespace CompiledRules.Functions.Misc;

public static partial class MiscFunctions
{
    /// <summary>A new UUID whose order follows the rule's clock.</summary>
    [SqlFunction("newuuid", IsDeterministic = false)]
    public static string NewUuid(FunctionContext context) => Guid.CreateVersion7(context.Time.GetUtcNow()).ToString();
}
