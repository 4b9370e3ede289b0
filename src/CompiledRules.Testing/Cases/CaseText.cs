using System.Globalization;
using System.Text;

namespace CompiledRules.Testing.Cases;

/// <summary>Values and results as case files write them: JSON with spaces, where a float always has a point or an exponent.</summary>
public static class CaseText
{
    /// <param name="sorted">Whether the keys of objects come in ordinal order, for comparing.</param>
    public static string Of(SqlValue value, bool sorted = false)
    {
        var text = new StringBuilder();
        Append(text, value, sorted);
        return text.ToString();
    }

    /// <summary>A result without its time.</summary>
    public static string Of(Emission emission, bool sorted = false) => emission switch
    {
        RowEmission row => Of(SqlValue.From(row.Row), sorted),
        CollectionEmission collection => Of(SqlValue.From(new SqlArray([.. collection.Rows.Select(static row => SqlValue.From(row))])), sorted),
        ErrorEmission error => $"row-error {error.Message.ReplaceLineEndings(" ")}",
        EndEmission => "end",
        _ => throw new InvalidOperationException($"No text for {emission.GetType().Name}"),
    };

    public static string Time(long time) => string.Create(CultureInfo.InvariantCulture, $"@{time}ms ");

    private static void Append(StringBuilder text, SqlValue value, bool sorted)
    {
        switch (value.Kind)
        {
            case SqlKind.Float when double.IsFinite(value.AsFloat()):
                var number = value.AsFloat().ToString("R", CultureInfo.InvariantCulture);
                text.Append(number).Append(number.AsSpan().IndexOfAny('.', 'E') < 0 ? ".0" : "");
                break;
            case SqlKind.Float:
                text.Append('"').Append(value.AsFloat().ToString(CultureInfo.InvariantCulture)).Append('"');
                break;
            case SqlKind.Array:
                AppendItems(text, value.AsArray(), sorted);
                break;
            case SqlKind.Object:
                AppendFields(text, value.AsObject(), sorted);
                break;
            default:
                text.Append(SqlJson.ToText(value));
                break;
        }
    }

    private static void AppendItems(StringBuilder text, SqlArray items, bool sorted)
    {
        text.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Append(text, items[i], sorted);
        }

        text.Append(']');
    }

    private static void AppendFields(StringBuilder text, SqlObject fields, bool sorted)
    {
        text.Append('{');
        var separator = "";
        foreach (var (name, value) in sorted ? fields.OrderBy(static field => field.Key, StringComparer.Ordinal) : (IEnumerable<KeyValuePair<string, SqlValue>>)fields)
        {
            text.Append(separator).Append(SqlJson.ToText(name)).Append(": ");
            Append(text, value, sorted);
            separator = ", ";
        }

        text.Append('}');
    }
}
