using System.Linq.Expressions;
using System.Reflection;

namespace CompiledRules.Extensions.Hosting.Application;

/// <summary>Makes C# values of rows: by the constructor with the most parameters, then by properties that can be set. Names are found whatever their case.</summary>
internal static class ClrReader<T>
{
    private static readonly Lazy<Func<SqlObject, T>> s_row = new(MakeRow);

    private static readonly Lazy<Func<SqlValue, string, T>> s_value = new(() =>
    {
        var value = Expression.Parameter(typeof(SqlValue));
        var column = Expression.Parameter(typeof(string));
        return Expression.Lambda<Func<SqlValue, string, T>>(ClrExpressions.Read(value, typeof(T), "item"), value, column).Compile();
    });

    /// <exception cref="SqlException">A column is missing or has a value that the type has no place for.</exception>
    public static T ReadRow(SqlObject row) => row is T same ? same : s_row.Value(row);

    public static T? ReadNested(SqlValue value, string column) => value.IsNull
        ? default
        : value.Kind == SqlKind.Object ? ReadRow(value.AsObject()) : throw ClrValues.Mismatch(column, value, "an object");

    public static T[] ReadItems(SqlValue value, string column) => value.IsNull
        ? []
        : value.Kind == SqlKind.Array ? [.. value.AsArray().Select(item => s_value.Value(item, column))] : throw ClrValues.Mismatch(column, value, "an array");

    private static Func<SqlObject, T> MakeRow()
    {
        var row = Expression.Parameter(typeof(SqlObject));
        var constructor = typeof(T).GetConstructors()
            .Where(static candidate => candidate.GetParameters() is not [var only] || only.ParameterType != typeof(T))
            .MaxBy(static candidate => candidate.GetParameters().Length);
        var parameters = constructor?.GetParameters() ?? [];
        Expression made = constructor is null ? Expression.New(typeof(T)) : Expression.New(constructor, parameters.Select(parameter => ReadColumn(row, parameter.ParameterType, parameter.Name!)));
        var assignments = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .Where(property => !Array.Exists(parameters, parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)))
            .Select(property => (MemberBinding)Expression.Bind(property, ReadColumn(row, property.PropertyType, property.Name)))
            .ToList();
        if (assignments.Count > 0)
            made = Expression.MemberInit((NewExpression)made, assignments);
        return Expression.Lambda<Func<SqlObject, T>>(made, row).Compile();
    }

    private static Expression ReadColumn(ParameterExpression row, Type type, string name) =>
        ClrExpressions.Read(Expression.Call(typeof(ClrValues), nameof(ClrValues.Find), null, row, Expression.Constant(name)), type, name);
}
