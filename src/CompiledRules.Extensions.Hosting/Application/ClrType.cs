using System.Collections;
using System.Reflection;

namespace CompiledRules.Extensions.Hosting.Application;

/// <summary>What a C# type is in SQL.</summary>
internal static class ClrType
{
    // A type may hold itself.
    private const int MaxDepth = 6;

    private static readonly Dictionary<Type, string> s_scalars = new()
    {
        [typeof(bool)] = "BOOLEAN",
        [typeof(byte)] = "BIGINT",
        [typeof(sbyte)] = "BIGINT",
        [typeof(short)] = "BIGINT",
        [typeof(ushort)] = "BIGINT",
        [typeof(int)] = "BIGINT",
        [typeof(uint)] = "BIGINT",
        [typeof(long)] = "BIGINT",
        [typeof(float)] = "FLOAT",
        [typeof(double)] = "FLOAT",
        [typeof(decimal)] = "FLOAT",
        [typeof(string)] = "STRING",
        [typeof(Guid)] = "STRING",
        [typeof(byte[])] = "BYTEA",
        [typeof(DateTime)] = "DATETIME",
        [typeof(DateTimeOffset)] = "DATETIME",
    };

    /// <summary>The type as <c>CREATE STREAM</c> writes it, or null where SQL has none.</summary>
    public static string? NameOf(Type type, int depth = 0)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (s_scalars.TryGetValue(plain, out var scalar))
            return scalar;
        if (plain.IsEnum)
            return "STRING";
        if (depth >= MaxDepth || IsValue(plain))
            return null;
        if (ItemOf(plain) is { } item)
            return NameOf(item, depth + 1) is { } name ? $"ARRAY({name})" : null;

        return FieldsOf(plain, depth) is { Length: > 0 } fields ? $"STRUCT({fields})" : null;
    }

    /// <summary>The columns of a row as <c>CREATE STREAM</c> writes them; empty for a type of rows whose columns are not known.</summary>
    public static string FieldsOf(Type type, int depth = 0) => IsValue(type)
        ? ""
        : string.Join(", ", MembersOf(type)
            .Select(member => (member.Name, Type: NameOf(member.PropertyType, depth + 1)))
            .Where(static member => member.Type is not null)
            .Select(static member => $"`{member.Name}` {member.Type}"));

    /// <summary>The properties that are columns.</summary>
    public static IEnumerable<PropertyInfo> MembersOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(static property => property.GetIndexParameters().Length == 0 && property.GetMethod is { IsPublic: true });

    /// <summary>The items of a sequence, or null for what is none.</summary>
    public static Type? ItemOf(Type type) => type == typeof(string) || type == typeof(byte[]) || !typeof(IEnumerable).IsAssignableFrom(type)
        ? null
        : type.GetInterfaces().Append(type)
            .FirstOrDefault(static implemented => implemented.IsGenericType && implemented.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    /// <summary>Whether it is a value of SQL by itself.</summary>
    public static bool IsValue(Type type) => type == typeof(SqlValue) || type == typeof(SqlObject) || type == typeof(SqlArray);
}
