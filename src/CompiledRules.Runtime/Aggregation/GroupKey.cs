using CompiledRules.State;

namespace CompiledRules.Runtime.Aggregation;

/// <summary>Saves keys of groups: <see cref="long"/>, <see cref="string"/>, <see cref="SqlValue"/>, or an array of values for several parts.</summary>
internal static class GroupKey
{
    public static void Write<TKey>(IStateWriter writer, TKey key)
    {
        switch (key)
        {
            case long number:
                writer.Write(number);
                break;
            case SqlValue value:
                writer.Write(value);
                break;
            case SqlValue[] parts:
                writer.Write((SqlValue)new SqlArray(parts));
                break;
            default:
                writer.Write(key as string);
                break;
        }
    }

    public static TKey Read<TKey>(IStateReader reader)
    {
        if (typeof(TKey) == typeof(long))
            return (TKey)(object)reader.ReadInteger();
        if (typeof(TKey) == typeof(SqlValue))
            return (TKey)(object)reader.ReadValue();
        if (typeof(TKey) == typeof(SqlValue[]))
            return (TKey)(object)reader.ReadValue().AsArray().AsSpan().ToArray();

        return (TKey)(object)reader.ReadString()!;
    }
}
