namespace CompiledRules.Functions.Objects;

/// <summary>The name of an entry, given as a value.</summary>
internal static class ObjectName
{
    public static string Of(SqlValue value) =>
        value.IsString ? value.AsString() : throw new SqlException($"A name in an object must be a string, not {SqlText.Describe(value)}");

    /// <summary>One name, or an array of names, as some functions take either.</summary>
    public static IEnumerable<string> AllOf(SqlValue value) => value.Kind == SqlKind.Array ? value.AsArray().Select(Of) : [Of(value)];
}
