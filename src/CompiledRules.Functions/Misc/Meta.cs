namespace CompiledRules.Functions.Misc;

public static partial class MiscFunctions
{
    /// <summary>What the source said about the row: <c>meta(topic)</c>, <c>meta(demo.topic)</c>, <c>meta(device->id)</c>, <c>meta(*)</c>; null when it said nothing.</summary>
    [SqlFunction("meta")]
    public static SqlValue Meta([SqlParameter(IsMetadata = true)] SqlValue value) => value;
}
