namespace CompiledRules.Portable.Sdk;

/// <summary>How values become <typeparamref name="T"/> and back.</summary>
internal static class ClrType<T>
{
    private static readonly Entry s_entry = Find();

    /// <summary>The SQL type name, or <c>any</c>.</summary>
    public static string Name => s_entry.Name;

    /// <summary>Throws a <see cref="SqlException"/> for a value of another kind.</summary>
    public static Func<SqlValue, T> Read => s_entry.Read;

    public static Func<T, SqlValue> Write => s_entry.Write;

    /// <summary>Whether <paramref name="value"/> is null and the type takes none.</summary>
    public static bool Lacks(SqlValue value) => value.IsNull && !s_entry.TakesNull;

    private static Entry Find()
    {
        object entry = default(T) switch
        {
            bool => new ClrType<bool>.Entry("boolean", false, static value => value.IsBoolean ? value.AsBoolean() : throw Wrong(value, "boolean"), SqlValue.From),
            long => new ClrType<long>.Entry("bigint", false, ReadInteger, SqlValue.From),
            double => new ClrType<double>.Entry("float", false, static value => value.IsNumber ? value.AsNumber() : throw Wrong(value, "float"), SqlValue.From),
            SqlTime => new ClrType<SqlTime>.Entry("datetime", false, static value => value.Kind == SqlKind.DateTime ? value.AsTime() : throw Wrong(value, "datetime"), SqlValue.From),
            SqlValue => new ClrType<SqlValue>.Entry("any", true, static value => value, static value => value),
            _ => FindNullable(),
        };
        return (Entry)entry;
    }

    private static object FindNullable()
    {
        if (typeof(T) == typeof(string))
            return new ClrType<string?>.Entry("string", false, static value => value.IsString ? value.AsString() : throw Wrong(value, "string"), SqlValue.From);
        if (typeof(T) == typeof(byte[]))
            return new ClrType<byte[]?>.Entry("bytea", false, static value => value.Kind == SqlKind.Bytes ? value.AsBytes() : throw Wrong(value, "bytea"), SqlValue.From);
        if (typeof(T) == typeof(SqlArray))
            return new ClrType<SqlArray?>.Entry("array", false, static value => value.Kind == SqlKind.Array ? value.AsArray() : throw Wrong(value, "array"), SqlValue.From);
        if (typeof(T) == typeof(SqlObject))
            return new ClrType<SqlObject?>.Entry("struct", false, static value => value.Kind == SqlKind.Object ? value.AsObject() : throw Wrong(value, "struct"), SqlValue.From);
        if (typeof(T) == typeof(bool?))
            return new ClrType<bool?>.Entry("boolean", true, static value => value.IsNull ? null : ClrType<bool>.Read(value), SqlValue.From);
        if (typeof(T) == typeof(long?))
            return new ClrType<long?>.Entry("bigint", true, static value => value.IsNull ? null : ClrType<long>.Read(value), SqlValue.From);
        if (typeof(T) == typeof(double?))
            return new ClrType<double?>.Entry("float", true, static value => value.IsNull ? null : ClrType<double>.Read(value), SqlValue.From);
        if (typeof(T) == typeof(SqlTime?))
            return new ClrType<SqlTime?>.Entry("datetime", true, static value => value.IsNull ? null : ClrType<SqlTime>.Read(value), SqlValue.From);
        throw new ArgumentException($"{typeof(T)} is no type of a plugin function");
    }

    private static long ReadInteger(SqlValue value)
    {
        if (value.IsInteger)
            return value.AsInteger();

        // JSON of the old wire has one kind of number.
        return value.IsFloat && Math.Truncate(value.AsFloat()) == value.AsFloat() && Math.Abs(value.AsFloat()) < 1L << 53
            ? (long)value.AsFloat()
            : throw Wrong(value, "bigint");
    }

    private static SqlException Wrong(SqlValue value, string expected) => new($"Expect {expected} type but found {value}");

    internal sealed record Entry(string Name, bool TakesNull, Func<SqlValue, T> Read, Func<T, SqlValue> Write);
}
