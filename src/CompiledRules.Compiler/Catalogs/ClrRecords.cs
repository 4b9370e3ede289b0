using System.Reflection;
using CompiledRules.Compiler.Expressions;
using CompiledRules.Sql;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Catalogs;

/// <summary>C# types as rows: classes, structs and records by their public members.</summary>
internal static class ClrRecords
{
    private static readonly Dictionary<Type, SqlType> s_converted = new()
    {
        [typeof(byte)] = SqlType.BigInt,
        [typeof(sbyte)] = SqlType.BigInt,
        [typeof(short)] = SqlType.BigInt,
        [typeof(ushort)] = SqlType.BigInt,
        [typeof(int)] = SqlType.BigInt,
        [typeof(uint)] = SqlType.BigInt,
        [typeof(float)] = SqlType.Float,
        [typeof(DateTime)] = SqlType.DateTime,
        [typeof(DateTimeOffset)] = SqlType.DateTime,
    };

    public static StreamSymbol StreamOf(string name, Type type) => new(
        name, StreamKind.Stream, Members(type).Where(static member => member.CanRead).Select(static member => member.Column).ToEquatableArray(), false, default, TypeMap.NameOf(type));

    /// <summary>How to make rows of a type: by its constructor with the most parameters, then by members that can be set. Null for rows of slots.</summary>
    public static RecordShape? OutputOf(Type type)
    {
        if (type == typeof(Row))
            return null;

        var constructor = type.GetConstructors()
            .Where(candidate => candidate.GetParameters() is not [var only] || only.ParameterType != type)
            .MaxBy(static candidate => candidate.GetParameters().Length);
        var parameters = constructor?.GetParameters() ?? [];
        var arguments = parameters.Select(parameter => ColumnOf(parameter.Name!, parameter.ParameterType, ClrTypes.IsNullable(parameter))).OfType<ColumnSymbol>().ToEquatableArray();
        var members = Members(type)
            .Where(member => member.CanWrite && !parameters.Any(parameter => string.Equals(parameter.Name, member.Column.Name, StringComparison.OrdinalIgnoreCase)))
            .Select(static member => member.Column)
            .ToEquatableArray();
        return new RecordShape(TypeMap.NameOf(type), arguments, members);
    }

    private static IEnumerable<(ColumnSymbol Column, bool CanRead, bool CanWrite)> Members(Type type)
    {
        var nullability = new NullabilityInfoContext();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static property => property.GetIndexParameters().Length == 0))
        {
            var isNullable = IsNullable(property.PropertyType, () => nullability.Create(property));
            if (ColumnOf(property.Name, property.PropertyType, isNullable) is { } column)
                yield return (column, property.GetMethod is { IsPublic: true }, property.SetMethod is { IsPublic: true });
        }

        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            var isNullable = IsNullable(field.FieldType, () => nullability.Create(field));
            if (ColumnOf(field.Name, field.FieldType, isNullable) is { } column)
                yield return (column, true, !field.IsInitOnly);
        }
    }

    private static bool IsNullable(Type type, Func<NullabilityInfo> read) =>
        type.IsValueType ? ClrTypes.IsNullable(type) : read().ReadState != NullabilityState.NotNull;

    // A member whose type SQL does not know is no column.
    private static ColumnSymbol? ColumnOf(string name, Type type, bool isNullable)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (s_converted.TryGetValue(plain, out var converted))
            return new ColumnSymbol(name, converted, isNullable, name, plain.FullName);

        return ClrTypes.Find(plain) is { } known ? new ColumnSymbol(name, known, isNullable, name) : null;
    }
}
