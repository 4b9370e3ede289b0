using System.Collections.Immutable;

namespace CompiledRules.Connectors.Tables;

/// <summary>Keys of lookups: integer 1 and float 1 are the same, null matches nothing.</summary>
internal static class TableKey
{
    private const double LargestExact = 1L << 53;

    public static SqlValue Normalize(SqlValue value) =>
        value.IsFloat && double.IsInteger(value.AsFloat()) && Math.Abs(value.AsFloat()) <= LargestExact ? SqlValue.From((long)value.AsFloat()) : value;

    public static bool Matches(SqlObject row, ImmutableArray<string> columns, ImmutableArray<SqlValue> key)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (key[i].IsNull || !Normalize(row[columns[i]]).Equals(Normalize(key[i])))
                return false;
        }

        return true;
    }

    /// <summary>The values of <paramref name="columns"/> as one key, or null where one of them is null.</summary>
    public static SqlArray? Of(SqlObject row, ImmutableArray<string> columns)
    {
        var values = columns.Select(column => Normalize(row[column])).ToArray();
        return values.Any(static value => value.IsNull) ? null : new SqlArray(values);
    }

    public static SqlArray? Of(ImmutableArray<SqlValue> key) =>
        key.Any(static value => value.IsNull) ? null : new SqlArray([.. key.Select(Normalize)]);
}
