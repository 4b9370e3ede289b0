using System.Linq.Expressions;
using System.Reflection;

namespace CompiledRules.Extensions.Hosting.Application;

/// <summary>Makes values of SQL of C# values.</summary>
internal static class ClrWriter<T>
{
    private static readonly Lazy<Func<T, SqlValue>> s_write = new(() =>
    {
        var value = Expression.Parameter(typeof(T));
        return Expression.Lambda<Func<T, SqlValue>>(ClrExpressions.Write(value), value).Compile();
    });

    private static readonly Lazy<Func<T, SqlObject>> s_row = new(() =>
    {
        var value = Expression.Parameter(typeof(T));
        var members = ClrType.MembersOf(typeof(T)).Where(static member => ClrType.IsValue(member.PropertyType) || ClrType.NameOf(member.PropertyType) is not null).ToList();
        var names = members.Select(static member => member.Name).ToArray();
        var values = Expression.NewArrayInit(typeof(SqlValue), members.Select(member => ClrExpressions.Write(Expression.Property(value, member))));
        var make = typeof(SqlObject).GetMethod(nameof(SqlObject.FromArrays), BindingFlags.Public | BindingFlags.Static)!;
        return Expression.Lambda<Func<T, SqlObject>>(Expression.Call(make, Expression.Constant(names), values), value).Compile();
    });

    public static SqlValue Write(T value) => s_write.Value(value);

    /// <summary>The properties as columns.</summary>
    public static SqlObject WriteRow(T value) => value is SqlObject row ? row : s_row.Value(value);

    public static SqlValue WriteItems(IEnumerable<T>? items) => items is null ? SqlValue.Null : new SqlArray([.. items.Select(Write)]);
}
