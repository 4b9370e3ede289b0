using System.Reflection;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Catalogs;

/// <summary>What the C# types of functions are in SQL.</summary>
internal static class ClrTypes
{
    private static readonly Dictionary<Type, SqlType> s_types = new()
    {
        [typeof(bool)] = SqlType.Boolean,
        [typeof(long)] = SqlType.BigInt,
        [typeof(double)] = SqlType.Float,
        [typeof(string)] = SqlType.String,
        [typeof(byte[])] = SqlType.Bytea,
        [typeof(SqlTime)] = SqlType.DateTime,
        [typeof(SqlArray)] = SqlType.AnyArray,
        [typeof(SqlObject)] = SqlType.AnyObject,
        [typeof(SqlValue)] = SqlType.Any,
    };

    /// <summary>Null for a type that SQL has no counterpart for.</summary>
    public static SqlType? Find(Type type) => s_types.GetValueOrDefault(type);

    public static bool IsNullable(Type type) => type == typeof(SqlValue) || Nullable.GetUnderlyingType(type) is not null;

    public static bool IsNullable(ParameterInfo parameter) => parameter.ParameterType.IsValueType
        ? IsNullable(parameter.ParameterType)
        : new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable;

    public static SqlTypeKind KindOf(SqlKind kind) => kind switch
    {
        SqlKind.Boolean => SqlTypeKind.Boolean,
        SqlKind.Integer => SqlTypeKind.BigInt,
        SqlKind.Float => SqlTypeKind.Float,
        SqlKind.String => SqlTypeKind.String,
        SqlKind.Bytes => SqlTypeKind.Bytea,
        SqlKind.DateTime => SqlTypeKind.DateTime,
        SqlKind.Array => SqlTypeKind.Array,
        SqlKind.Object => SqlTypeKind.Struct,
        _ => SqlTypeKind.Null,
    };
}
