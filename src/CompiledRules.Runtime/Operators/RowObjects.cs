using CompiledRules.Runtime.Collections;

namespace CompiledRules.Runtime.Operators;

/// <summary>Rows as objects: what <c>*</c> stands for.</summary>
public static class RowObjects
{
    /// <param name="names">Separated by NUL; empty for none.</param>
    public static string[] Names(string names) => names.Length == 0 ? [] : names.Split('\0');

    /// <summary>The slot that holds an entire row; an empty object where the row is missing.</summary>
    public static SqlObject Whole(SqlValue row) => row.Kind == SqlKind.Object ? row.AsObject() : SqlObject.Empty;

    /// <summary>An object of the values that are not missing.</summary>
    public static SqlObject Build(string[] names, SqlValue[] values)
    {
        if (Array.FindIndex(values, static value => value.IsMissing) < 0)
            return SqlObject.FromArrays(names, values);

        var builder = new SqlObject.Builder();
        for (var i = 0; i < names.Length; i++)
        {
            if (!values[i].IsMissing)
                builder[names[i]] = values[i];
        }

        return builder.ToObject();
    }

    public static SqlObject Except(SqlObject row, string[] names)
    {
        if (Array.FindIndex(names, row.ContainsName) < 0)
            return row;

        var builder = new SqlObject.Builder().AddAll(row);
        foreach (var name in names)
            builder.Remove(name);
        return builder.ToObject();
    }

    /// <summary>Replaces or adds; null and missing values leave the entry out.</summary>
    public static SqlObject Replace(SqlObject row, string[] names, SqlValue[] values)
    {
        var builder = new SqlObject.Builder().AddAll(row);
        for (var i = 0; i < names.Length; i++)
        {
            if (values[i].IsNull)
                builder.Remove(names[i]);
            else
                builder[names[i]] = values[i];
        }

        return builder.ToObject();
    }

    /// <summary>A copy of a row with further values behind its own.</summary>
    public static Row Extend(Row row, SqlValue[] values)
    {
        var slots = new SqlValue[row.Slots.Length + values.Length];
        row.Slots.CopyTo(slots, 0);
        values.CopyTo(slots, row.Slots.Length);
        return new Row(slots, row.Timestamp, row.Metadata);
    }

    public static TaggedRow Extend(TaggedRow row, SqlValue[] values) => row with { Row = Extend(row.Row, values) };

    /// <summary>The names, where <c>*</c> stands for those of the object beside it.</summary>
    public static string[] ColumnNames(string[] names, SqlValue[] values) => !names.Contains("*")
        ? names
        : [.. names.Zip(values).SelectMany(static pair => pair.First == "*" ? Whole(pair.Second).Names.ToArray() : [pair.First])];

    /// <summary>The values, where an object named <c>*</c> stands for its own.</summary>
    public static SqlValue[] ColumnValues(string[] names, SqlValue[] values) => !names.Contains("*")
        ? values
        : [.. names.Zip(values).SelectMany(static pair => pair.First == "*" ? Whole(pair.Second).Values.ToArray() : [pair.Second])];

    /// <summary>All entries of both; on a clash those of <paramref name="first"/> win.</summary>
    public static SqlObject? Merge(SqlObject? first, SqlObject? second)
    {
        if (first is null || first.Count == 0)
            return second;
        if (second is null)
            return first;

        var builder = new SqlObject.Builder().AddAll(first);
        for (var i = 0; i < second.Count; i++)
        {
            if (!builder.Contains(second.Names[i]))
                builder[second.Names[i]] = second.Values[i];
        }

        return builder.ToObject();
    }
}
