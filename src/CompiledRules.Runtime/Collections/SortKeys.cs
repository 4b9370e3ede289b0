namespace CompiledRules.Runtime.Collections;

internal static class SortKeys
{
    // Before sorting, so that the sort itself cannot fail half way.
    public static void Check((SqlValue[] Keys, int Position)[] keyed)
    {
        if (keyed.Length == 0)
            return;

        for (var key = 0; key < keyed[0].Keys.Length; key++)
        {
            var first = SqlValue.Null;
            foreach (var (keys, _) in keyed)
            {
                var value = keys[key];
                if (value.IsNull)
                    continue;
                if (value.Kind is SqlKind.Array or SqlKind.Object or SqlKind.Bytes || (!first.IsNull && FamilyOf(first) != FamilyOf(value)))
                    throw new SqlException($"incompatible types for comparison: {SqlText.NameOf((first.IsNull ? value : first).Kind)} and {SqlText.NameOf(value.Kind)}");
                if (first.IsNull)
                    first = value;
            }
        }
    }

    public static int Compare((SqlValue[] Keys, int Position) left, (SqlValue[] Keys, int Position) right, bool[] isDescending)
    {
        for (var i = 0; i < isDescending.Length; i++)
        {
            var (x, y) = (left.Keys[i], right.Keys[i]);
            if (x.IsNull || y.IsNull)
            {
                if (x.IsNull != y.IsNull)
                    return x.IsNull ? 1 : -1;
                continue;
            }

            var order = Compare(x, y);
            if (order != 0)
                return isDescending[i] ? -order : order;
        }

        return left.Position.CompareTo(right.Position);
    }

    private static int Compare(SqlValue left, SqlValue right) => left.Kind switch
    {
        SqlKind.Integer when right.IsInteger => left.AsInteger().CompareTo(right.AsInteger()),
        SqlKind.Integer or SqlKind.Float => left.AsNumber().CompareTo(right.AsNumber()),
        SqlKind.String => Utf8Order.Comparer.Compare(left.AsString(), right.AsString()),
        SqlKind.DateTime => left.AsTime().CompareTo(right.AsTime()),
        _ => 0,
    };

    private static SqlKind FamilyOf(SqlValue value) => value.IsFloat ? SqlKind.Integer : value.Kind;
}
