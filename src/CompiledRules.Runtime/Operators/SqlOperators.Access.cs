namespace CompiledRules.Runtime.Operators;

public static partial class SqlOperators
{
    /// <summary>The value under a key; null for a null target or a missing key.</summary>
    public static SqlValue Member(SqlValue target, string key) => target.Kind switch
    {
        SqlKind.Object => target.AsObject()[key],
        SqlKind.Missing or SqlKind.Null => SqlValue.Missing,
        _ => throw new SqlException($"the result {SqlText.Describe(target)} is not a type of struct, so it has no '{key}'"),
    };

    /// <summary>As <see cref="Member"/>, but nothing that is no object has anything under a key.</summary>
    public static SqlValue Metadata(SqlValue target, string key) => target.Kind == SqlKind.Object ? target.AsObject()[key] : SqlValue.Null;

    /// <summary>The element at an index, counted from the end where it is negative.</summary>
    public static SqlValue Index(SqlValue target, SqlValue index)
    {
        if (target.IsNull)
            return SqlValue.Missing;

        var array = ArrayOf(target);
        var position = IndexOf(index);
        var found = position < 0 ? position + array.Count : position;
        return found >= 0 && found < array.Count ? array[(int)found] : throw OutOfIndex(position, array.Count);
    }

    /// <summary>The elements from <paramref name="start"/> up to and without <paramref name="end"/>; negative positions count from the end; equal ones, and an end from the end that lies before the start, give an empty array.</summary>
    public static SqlValue Slice(SqlValue target, SqlValue start, SqlValue end)
    {
        if (target.IsNull)
            return SqlValue.Missing;

        var array = ArrayOf(target);
        var from = start.IsMissing ? 0 : FromEnd(IndexOf(start), array.Count);
        var to = end.IsMissing ? array.Count : FromEnd(IndexOf(end), array.Count);
        if (from < 0 || from > array.Count || (from == array.Count && array.Count > 0 && !start.IsMissing))
            throw OutOfIndex(from, array.Count);
        if (to < 0 || to > array.Count)
            throw OutOfIndex(to, array.Count);
        if (from > to && end.IsNumber && IndexOf(end) < 0)
            return SqlValue.From(SqlArray.Empty);
        if (from > to)
            throw new SqlException($"the start {from} of a slice is behind its end {to}");

        return SqlValue.From(SqlArray.Create(array.AsSpan()[(int)from..(int)to]));
    }

    /// <summary>A bound of a slice that is not written, a column of a row that is not there.</summary>
    public static SqlValue Missing() => SqlValue.Missing;

    private static long FromEnd(long position, int count) => position < 0 ? position + count : position;

    private static SqlArray ArrayOf(SqlValue target) =>
        target.Kind == SqlKind.Array ? target.AsArray() : throw new SqlException($"{SqlText.Describe(target)} is not an array, so it has no elements");

    private static long IndexOf(SqlValue index) => index.Kind switch
    {
        SqlKind.Integer => index.AsInteger(),
        SqlKind.Float => (long)index.AsFloat(),
        _ => throw new SqlException($"an index must be a number, found {SqlText.Describe(index)}"),
    };

    private static SqlException OutOfIndex(long position, int count) => new($"out of index: {position} of {count}");
}
