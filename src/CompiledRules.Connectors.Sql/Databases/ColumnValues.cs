using System.Data.Common;
using System.Globalization;

namespace CompiledRules.Connectors.Sql.Databases;

/// <summary>Values of columns as SQL values.</summary>
internal static class ColumnValues
{
    public static string[] NamesOf(DbDataReader reader, int first = 0) => [.. Enumerable.Range(first, reader.FieldCount - first).Select(reader.GetName)];

    public static SqlObject ReadRow(DbDataReader reader, string[] names, int first = 0)
    {
        var values = new SqlValue[names.Length];
        for (var i = 0; i < names.Length; i++)
            values[i] = From(reader.GetValue(i + first));
        return SqlObject.From(names.Zip(values, KeyValuePair.Create));
    }

    /// <summary>Times and kinds that rules do not have are times in UTC and text.</summary>
    public static SqlValue From(object value) => value switch
    {
        DBNull => SqlValue.Null,
        string text => text,
        bool flag => flag,
        double number => number,
        float number => (double)number,
        decimal number => (double)number,
        long number => number,
        ulong number => unchecked((long)number),
        int or uint or short or ushort or byte or sbyte => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        byte[] bytes => SqlValue.From(bytes),
        DateTimeOffset time => SqlValue.From(SqlTime.From(time, TimeZoneInfo.Utc)),
        DateTime { Kind: DateTimeKind.Local } time => SqlValue.From(new SqlTime(time.ToUniversalTime().Ticks, TimeZoneInfo.Utc)),
        DateTime time => SqlValue.From(new SqlTime(time.Ticks, TimeZoneInfo.Utc)),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Array array => new SqlArray([.. array.Cast<object>().Select(From)]),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
