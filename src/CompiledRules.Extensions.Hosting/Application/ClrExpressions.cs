using System.Linq.Expressions;
using System.Reflection;

namespace CompiledRules.Extensions.Hosting.Application;

/// <summary>Conversions between C# values and values of SQL, as code that is compiled once for a type.</summary>
internal static class ClrExpressions
{
    /// <summary>A value of SQL of the C# value that <paramref name="value"/> gives.</summary>
    public static Expression Write(Expression value)
    {
        var type = value.Type;
        if (type == typeof(SqlValue))
            return value;
        if (Nullable.GetUnderlyingType(type) is not null)
            return Expression.Condition(Expression.Property(value, "HasValue"), Write(Expression.Property(value, "Value")), Expression.Constant(SqlValue.Null));
        if (type.IsEnum || type == typeof(Guid))
            return From(Expression.Call(value, type.GetMethod("ToString", Type.EmptyTypes)!));
        if (type == typeof(DateTime) || type == typeof(DateTimeOffset))
            return Expression.Call(typeof(ClrValues), nameof(ClrValues.FromTime), null, value);

        return ClrType.NameOf(type) switch
        {
            "BIGINT" => From(Expression.Convert(value, typeof(long))),
            "FLOAT" => From(Expression.Convert(value, typeof(double))),
            "BOOLEAN" or "STRING" or "BYTEA" => From(value),
            _ => WriteWhole(value),
        };
    }

    /// <summary>The C# value of a type of the value of SQL that <paramref name="value"/> gives.</summary>
    /// <param name="column">For messages.</param>
    public static Expression Read(Expression value, Type type, string column)
    {
        if (type == typeof(SqlValue))
            return value;
        if (Nullable.GetUnderlyingType(type) is { } plain)
            return Expression.Condition(Expression.Property(value, nameof(SqlValue.IsNull)), Expression.Default(type), Expression.Convert(Read(value, plain, column), type));

        var name = Expression.Constant(column);
        if (type.IsEnum)
            return Expression.Call(typeof(ClrValues), nameof(ClrValues.ToEnum), [type], value, name);
        if (s_reads.TryGetValue(type, out var read))
            return Expression.Call(typeof(ClrValues), read, null, value, name);
        if (ClrType.NameOf(type) is "BIGINT")
            return Expression.ConvertChecked(Expression.Call(typeof(ClrValues), nameof(ClrValues.ToInteger), null, value, name), type);
        if (ClrType.NameOf(type) is "FLOAT")
            return Expression.Convert(Expression.Call(typeof(ClrValues), nameof(ClrValues.ToFloat), null, value, name), type);
        if (ClrType.ItemOf(type) is not { } item)
            return Expression.Call(typeof(ClrReader<>).MakeGenericType(type), "ReadNested", null, value, name);

        var items = Expression.Call(typeof(ClrReader<>).MakeGenericType(item), "ReadItems", null, value, name);
        return type.IsAssignableFrom(items.Type)
            ? Expression.Convert(items, type)
            : Expression.New(type.GetConstructor([typeof(IEnumerable<>).MakeGenericType(item)]) ?? throw new InvalidOperationException($"column '{column}': rows cannot be put into a {type}"), items);
    }

    private static readonly Dictionary<Type, string> s_reads = new()
    {
        [typeof(bool)] = nameof(ClrValues.ToBoolean),
        [typeof(string)] = nameof(ClrValues.ToText),
        [typeof(Guid)] = nameof(ClrValues.ToGuid),
        [typeof(byte[])] = nameof(ClrValues.ToBytes),
        [typeof(DateTime)] = nameof(ClrValues.ToDateTime),
        [typeof(DateTimeOffset)] = nameof(ClrValues.ToDateTimeOffset),
        [typeof(SqlObject)] = nameof(ClrValues.ToObject),
        [typeof(SqlArray)] = nameof(ClrValues.ToArray),
    };

    private static Expression WriteWhole(Expression value)
    {
        if (ClrType.IsValue(value.Type))
            return From(value);
        if (ClrType.ItemOf(value.Type) is { } item)
            return Expression.Call(typeof(ClrWriter<>).MakeGenericType(item), "WriteItems", null, value);

        var row = From(Expression.Call(typeof(ClrWriter<>).MakeGenericType(value.Type), "WriteRow", null, value));
        return value.Type.IsValueType ? row : Expression.Condition(Expression.ReferenceEqual(value, Expression.Constant(null)), Expression.Constant(SqlValue.Null), row);
    }

    private static MethodCallExpression From(Expression value) =>
        Expression.Call(typeof(SqlValue).GetMethod(nameof(SqlValue.From), BindingFlags.Public | BindingFlags.Static, [value.Type])!, value);
}
