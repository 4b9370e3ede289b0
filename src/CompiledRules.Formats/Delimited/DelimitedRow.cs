using System.Globalization;

namespace CompiledRules.Formats.Delimited;

/// <summary>Gives the fields of a record their names.</summary>
public static class DelimitedRow
{
    /// <param name="names">Empty for <c>col0</c>, <c>col1</c> …; fields beyond the names are dropped.</param>
    /// <param name="fields">As they were split.</param>
    public static SqlObject Make(IReadOnlyList<string> names, IReadOnlyList<string> fields)
    {
        var row = new SqlObject.Builder();
        for (var i = 0; i < fields.Count && (names.Count == 0 || i < names.Count); i++)
            row[names.Count == 0 ? string.Create(CultureInfo.InvariantCulture, $"col{i}") : names[i]] = fields[i];
        return row.ToObject();
    }
}
