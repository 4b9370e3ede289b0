using System.Linq.Expressions;
using System.Reflection;

namespace CompiledRules.Native.Symbols;

/// <summary>The public properties of a plugin's row type as columns, read by compiled code.</summary>
internal sealed class RowColumns
{
    private readonly string[] _names;
    private readonly Func<object, SqlValue[]> _read;

    private RowColumns(string[] names, Func<object, SqlValue[]> read)
    {
        _names = names;
        _read = read;
    }

    /// <exception cref="PluginException">The type has no public property that SQL has a type for.</exception>
    public static RowColumns Read(string plugin, Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.GetMethod is not null && property.GetIndexParameters().Length == 0)
            .ToList();
        var row = Expression.Parameter(typeof(object));
        var typed = Expression.Convert(row, type);
        var readable = properties.Select(property => (property.Name, Value: ToValue(Expression.Property(typed, property)))).Where(static column => column.Value is not null).ToList();
        if (readable.Count == 0)
            throw new PluginException(plugin, $"row type {type.FullName} has no public property of a type that SQL has (bool, integers, float, double, string, byte[], DateTimeOffset, SqlValue, SqlArray, SqlObject)");

        var body = Expression.NewArrayInit(typeof(SqlValue), readable.Select(static column => column.Value!));
        return new RowColumns([.. readable.Select(static column => CamelCase(column.Name))], Expression.Lambda<Func<object, SqlValue[]>>(body, row).Compile());
    }

    public SqlObject ToObject(object row) => SqlObject.FromArrays(_names, _read(row));

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static Expression? ToValue(Expression member)
    {
        var type = member.Type;
        if (type == typeof(SqlValue))
            return member;
        if (type == typeof(int) || type == typeof(short) || type == typeof(byte) || type == typeof(uint))
            return ToValue(Expression.Convert(member, typeof(long)));
        if (type == typeof(float))
            return ToValue(Expression.Convert(member, typeof(double)));
        if (type == typeof(DateTimeOffset))
            return ToValue(Expression.Call(typeof(SqlTime), nameof(SqlTime.From), null, member, Expression.Constant(TimeZoneInfo.Utc)));

        return typeof(SqlValue).GetMethod(nameof(SqlValue.From), [type]) is { } from && from.GetParameters()[0].ParameterType == type ? Expression.Call(from, member) : null;
    }
}
