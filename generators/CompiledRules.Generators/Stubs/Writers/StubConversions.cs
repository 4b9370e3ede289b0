using CompiledRules.Generators.Stubs.Model;
using CompiledRules.Sql.Emit;

namespace CompiledRules.Generators.Stubs.Writers;

/// <summary>C# types of a stub, and the expressions that take their values to SQL and back.</summary>
internal static class StubConversions
{
    public const string Value = "global::CompiledRules.SqlValue";
    private const string Stub = "global::CompiledRules.RemoteStub.";

    public static string TypeName(StubType type) => type.IsNullable ? BareName(type) + "?" : BareName(type);

    /// <summary>The expression that makes a SQL value of <paramref name="expression"/>.</summary>
    public static string ToSql(StubType type, string expression) => type.Kind switch
    {
        StubKind.Any => expression,
        StubKind.Int32 or StubKind.UInt32 or StubKind.Enum => $"{Value}.From(({(type.IsNullable ? "long?" : "long")}){expression})",
        StubKind.UInt64 => $"{Value}.From(unchecked(({(type.IsNullable ? "long?" : "long")}){expression}))",
        StubKind.Single => $"{Value}.From(({(type.IsNullable ? "double?" : "double")}){expression})",
        StubKind.Time => $"{Stub}From({expression})",
        StubKind.Duration => $"{Value}.From({expression}{(type.IsNullable ? "?" : "")}.TotalSeconds)",
        StubKind.Record => type.IsNullable ? $"({expression}?.ToSql() ?? {Value}.Null)" : $"{expression}.ToSql()",
        StubKind.List => $"{Stub}From({expression}, static item => {ToSql(type.Element!, "item")})",
        StubKind.Map => $"{Stub}From({expression}, static key => {KeyText(type.Key!)}, static item => {ToSql(type.Element!, "item")})",
        _ => $"{Value}.From({expression})",
    };

    /// <summary>The expression that reads the SQL value <paramref name="expression"/>.</summary>
    /// <param name="place">What an error calls the value, as a C# literal.</param>
    public static string FromSql(StubType type, string expression, string place)
    {
        if (!type.IsNullable)
            return Read(type, expression, place);

        return $"{Stub}{(type.IsReference ? "Optional" : "OptionalValue")}({expression}, static value => {Read(type, "value", place)})";
    }

    private static string Read(StubType type, string expression, string place) => type.Kind switch
    {
        StubKind.Any => expression,
        StubKind.Boolean => $"{Stub}ToBoolean({expression}, {place})",
        StubKind.Int32 => $"(int){Stub}ToInteger({expression}, {place})",
        StubKind.UInt32 => $"(uint){Stub}ToInteger({expression}, {place})",
        StubKind.UInt64 => $"unchecked((ulong){Stub}ToInteger({expression}, {place}))",
        StubKind.Int64 => $"{Stub}ToInteger({expression}, {place})",
        StubKind.Single => $"(float){Stub}ToFloat({expression}, {place})",
        StubKind.Double => $"{Stub}ToFloat({expression}, {place})",
        StubKind.String => $"{Stub}ToText({expression}, {place})",
        StubKind.Bytes => $"{Stub}ToBytes({expression}, {place})",
        StubKind.Time => $"{Stub}ToTime({expression}, {place})",
        StubKind.Duration => $"global::System.TimeSpan.FromSeconds({Stub}ToFloat({expression}, {place}))",
        StubKind.Enum => $"({type.Name}){Stub}ToInteger({expression}, {place})",
        StubKind.Record => $"{type.Name}.FromSql({expression}, {place})",
        StubKind.List => $"{Stub}ToList({expression}, {place}, static item => {FromSql(type.Element!, "item", place)})",
        StubKind.Map => $"{Stub}ToDictionary({expression}, {place}, static key => {Key(type.Key!)}, static item => {FromSql(type.Element!, "item", place)})",
        StubKind.Array => $"{Stub}ToArray({expression}, {place})",
        _ => $"{Stub}ToObject({expression}, {place})",
    };

    private static string BareName(StubType type) => type.Kind switch
    {
        StubKind.Boolean => "bool",
        StubKind.Int32 => "int",
        StubKind.UInt32 => "uint",
        StubKind.Int64 => "long",
        StubKind.UInt64 => "ulong",
        StubKind.Single => "float",
        StubKind.Double => "double",
        StubKind.String => "string",
        StubKind.Bytes => "byte[]",
        StubKind.Time => "global::System.DateTimeOffset",
        StubKind.Duration => "global::System.TimeSpan",
        StubKind.Enum or StubKind.Record => CSharpText.Identifier(type.Name!),
        StubKind.List => $"global::System.Collections.Generic.IReadOnlyList<{TypeName(type.Element!)}>",
        StubKind.Map => $"global::System.Collections.Generic.IReadOnlyDictionary<{TypeName(type.Key!)}, {TypeName(type.Element!)}>",
        StubKind.Array => "global::CompiledRules.SqlArray",
        StubKind.Object => "global::CompiledRules.SqlObject",
        _ => Value,
    };

    // Keys of an object are text in SQL; those of a map are text, whole numbers or booleans.
    private static string KeyText(StubType key) => key.Kind switch
    {
        StubKind.String => "key",
        StubKind.Boolean => "key ? \"true\" : \"false\"",
        StubKind.UInt64 => "unchecked((long)key).ToString(global::System.Globalization.CultureInfo.InvariantCulture)",
        _ => "key.ToString(global::System.Globalization.CultureInfo.InvariantCulture)",
    };

    private static string Key(StubType key) => key.Kind switch
    {
        StubKind.String => "key",
        StubKind.Boolean => "bool.Parse(key)",
        StubKind.UInt64 => "unchecked((ulong)long.Parse(key, global::System.Globalization.CultureInfo.InvariantCulture))",
        _ => $"{BareName(key)}.Parse(key, global::System.Globalization.CultureInfo.InvariantCulture)",
    };
}
