using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CompiledRules.Conformance.Tests.Cases;

/// <summary>Values as the data writes them: the token of a number tells its kind, and <c>$type</c> what JSON cannot carry.</summary>
public static class CaseValue
{
    public static SqlValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => ReadNumber(json),
        JsonValueKind.Array => new SqlArray([.. json.EnumerateArray().Select(Read)]),
        JsonValueKind.Object when json.TryGetProperty("$type", out var type) => ReadTyped(type.GetString()!, json),
        JsonValueKind.Object => SqlObject.From(json.EnumerateObject().Select(static member => KeyValuePair.Create(member.Name, Read(member.Value)))),
        _ => SqlValue.Null,
    };

    /// <summary>Whether two values are equal, where integers and floats compare by number, deeply.</summary>
    /// <param name="tolerance">Relative, for floats.</param>
    /// <param name="ignoresOrder">Whether the elements of the outermost array may come in any order.</param>
    public static bool AreEqual(SqlValue actual, SqlValue expected, double tolerance = 0, bool ignoresOrder = false)
    {
        if (actual.IsNumber && expected.IsNumber)
            return AreClose(actual, expected, tolerance);

        if (actual.IsNull || expected.IsNull)
            return actual.IsNull && expected.IsNull;

        return actual.Kind == expected.Kind && actual.Kind switch
        {
            SqlKind.Array when ignoresOrder => HaveEqualItems([.. actual.AsArray()], expected.AsArray(), tolerance),
            SqlKind.Array => AreEqual(actual.AsArray(), expected.AsArray(), tolerance),
            SqlKind.Object => AreEqual(actual.AsObject(), expected.AsObject(), tolerance),
            _ => actual.Equals(expected),
        };
    }

    private static bool AreClose(SqlValue actual, SqlValue expected, double tolerance)
    {
        if (actual.IsInteger && expected.IsInteger)
            return actual.AsInteger() == expected.AsInteger();

        var (left, right) = (actual.AsNumber(), expected.AsNumber());
        return left.Equals(right) || left == right || Math.Abs(left - right) <= tolerance * Math.Max(1, Math.Abs(right));
    }

    private static bool AreEqual(SqlArray actual, SqlArray expected, double tolerance) =>
        actual.Count == expected.Count && actual.Zip(expected).All(pair => AreEqual(pair.First, pair.Second, tolerance));

    private static bool HaveEqualItems(List<SqlValue> actual, SqlArray expected, double tolerance)
    {
        foreach (var item in expected)
        {
            var position = actual.FindIndex(candidate => AreEqual(candidate, item, tolerance));
            if (position < 0)
                return false;

            actual.RemoveAt(position);
        }

        return actual.Count == 0;
    }

    private static bool AreEqual(SqlObject actual, SqlObject expected, double tolerance) =>
        actual.Count == expected.Count
        && expected.All(entry => actual.TryGetValue(entry.Key, out var value) && AreEqual(value, entry.Value, tolerance));

    private static SqlValue ReadNumber(JsonElement json)
    {
        var token = json.GetRawText();
        if (token.AsSpan().IndexOfAny('.', 'e', 'E') < 0 && long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            return integer;

        return double.Parse(token, CultureInfo.InvariantCulture);
    }

    private static SqlValue ReadTyped(string type, JsonElement json)
    {
        if (type == "duration")
            return json.GetProperty("ms").GetInt64();

        if (type == "map")
            return SqlObject.From(json.GetProperty("entries").EnumerateArray().Select(static entry => KeyValuePair.Create(SqlText.ToText(Read(entry[0])), Read(entry[1]))));

        var value = json.GetProperty("value");
        return type switch
        {
            "bytes" => SqlValue.From(value.GetBytesFromBase64()),
            "rawstring" => Encoding.UTF8.GetString(value.GetBytesFromBase64()),
            "time" => ReadTime(value.GetString()!, json),
            "float" => value.GetString() switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, _ => double.NegativeInfinity },
            // The shortest digits of the single, as its own language prints it.
            "float32" => double.Parse(value.GetSingle().ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
            _ => Read(value),
        };
    }

    private static SqlValue ReadTime(string text, JsonElement json)
    {
        var zone = json.TryGetProperty("zone", out var name) && name.GetString() is { } id and not "Local" ? TimeZoneInfo.FindSystemTimeZoneById(id) : TimeZoneInfo.Utc;
        return SqlValue.From(SqlTime.From(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture), zone));
    }
}
