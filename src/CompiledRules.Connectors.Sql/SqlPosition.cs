using System.Buffers;

namespace CompiledRules.Connectors.Sql;

/// <summary>How far a stream has read: the values of its index fields in the last row. The bytes are a version and a JSON array.</summary>
internal static class SqlPosition
{
    private const byte Version = 1;

    // Times are told from texts by a mark.
    private const string TimeMark = "t";

    public static void Write(IReadOnlyList<SqlValue> values, IBufferWriter<byte> output)
    {
        output.Write([Version]);
        SqlJson.Write(new SqlArray([.. values.Select(ToJson)]), output);
    }

    /// <exception cref="SqlException">The bytes were written by a later release, or for other index fields.</exception>
    public static SqlValue[] Read(ReadOnlySpan<byte> position, int count)
    {
        if (position.IsEmpty || position[0] != Version)
            throw new SqlException($"found a position of version {(position.IsEmpty ? 0 : position[0])}, expected {Version}");

        var values = SqlJson.Parse(position[1..], wholeNumbersAsIntegers: true).AsArray();
        return values.Count == count
            ? [.. values.Select(FromJson)]
            : throw new SqlException($"found a position of {values.Count} index fields, expected {count}");
    }

    private static SqlValue ToJson(SqlValue value) => value.Kind switch
    {
        SqlKind.DateTime => SqlObject.FromArrays([TimeMark], [value.AsTime().UtcTicks]),
        SqlKind.Missing => SqlObject.Empty,
        _ => value,
    };

    private static SqlValue FromJson(SqlValue value) => value.Kind switch
    {
        SqlKind.Object when value.AsObject()[TimeMark] is { IsInteger: true } ticks => SqlValue.From(new SqlTime(ticks.AsInteger(), TimeZoneInfo.Utc)),
        SqlKind.Object => SqlValue.Missing,
        _ => value,
    };
}
