namespace CompiledRules;

/// <summary>Conversions between the kinds of the dialect.</summary>
/// <remarks>Each target has a <c>Try</c> form, which never throws, and a form that throws <see cref="SqlException"/> with the value in the message.</remarks>
public static partial class SqlConvert
{
    private static SqlException Refuse(SqlValue value, string target) => new($"cannot convert {SqlText.Describe(value)} to {target}");
}
