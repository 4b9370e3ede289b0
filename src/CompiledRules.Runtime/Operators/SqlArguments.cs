using CompiledRules.Plugins;

namespace CompiledRules.Runtime.Operators;

/// <summary>Brings a value that is not null to the type of a function's parameter.</summary>
/// <remarks>A value that does not fit is a <see cref="SqlException"/>.</remarks>
public static class SqlArguments
{
    public static long Integer(SqlValue value) => SqlConvert.ToInteger(value);

    public static long StrictInteger(SqlValue value) => SqlConvert.ToInteger(value, Strictness.Strict);

    public static double Float(SqlValue value) => SqlConvert.ToFloat(value);

    public static double StrictFloat(SqlValue value) => SqlConvert.ToFloat(value, Strictness.Strict);

    /// <summary>The text form, as string functions see any value.</summary>
    public static string Text(SqlValue value) => SqlText.ToText(value);

    public static string String(SqlValue value) => SqlConvert.ToText(value);

    public static bool Boolean(SqlValue value) => SqlConvert.ToBoolean(value);

    public static byte[] Bytes(SqlValue value) => SqlConvert.ToBytes(value);

    /// <summary>A number is milliseconds since the Unix epoch; text is parsed, in the rule's zone where it names none.</summary>
    public static SqlTime Time(SqlValue value, FunctionContext context) => PluginArguments.Time(value, context);

    public static SqlArray Array(SqlValue value) => PluginArguments.Array(value);

    public static SqlObject Object(SqlValue value) => PluginArguments.Object(value);
}
