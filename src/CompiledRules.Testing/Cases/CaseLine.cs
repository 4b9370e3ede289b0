using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CompiledRules.Testing.Cases;

/// <summary>Reads the lines of <c>in</c> and <c>out</c>.</summary>
/// <param name="path">For messages.</param>
/// <param name="line">For messages, counted from 1.</param>
internal sealed class CaseLine(string path, int line)
{
    // step := [ "@" time ] [ "restart" | "end" [ stream ] | [ stream ] object [ "meta" object ] ]
    public CaseStep ParseStep(string text)
    {
        var (time, rest) = TakeTime(text);
        if (rest.Length == 0)
            return new AdvanceStep(time);
        if (rest == "restart")
            return new RestartStep(time);
        if (rest == "end" || rest.StartsWith("end ", StringComparison.Ordinal))
            return new EndStep(time, rest.Length > 4 ? rest[4..].Trim() : null);

        var start = rest.IndexOf('{', StringComparison.Ordinal);
        if (start < 0)
            throw Wrong($"found '{rest}', expected a row, a time, restart or end");

        var stream = rest[..start].Trim();
        var (row, behind) = TakeValue(rest[start..]);
        return new SendStep(time, stream.Length == 0 ? null : stream, ObjectOf(row), MetadataOf(behind));
    }

    // expected := [ "@" time ] ( object | array | "row-error" [ text ] | "end" )
    public ExpectedLine ParseExpected(string text)
    {
        var (time, rest) = TakeTime(text);
        if (rest == "end")
            return new ExpectedLine(time, ExpectedKind.End, rest);
        if (rest.StartsWith("row-error", StringComparison.Ordinal))
            return new ExpectedLine(time, ExpectedKind.Error, rest["row-error".Length..].Trim());

        var (value, behind) = TakeValue(rest);
        if (behind.Length > 0 || value.Kind is not (SqlKind.Array or SqlKind.Object))
            throw Wrong($"found '{rest}', expected a row, an array of rows, row-error or end");

        return new ExpectedLine(time, value.Kind == SqlKind.Array ? ExpectedKind.Collection : ExpectedKind.Row, CaseText.Of(value, sorted: true));
    }

    /// <summary>A number of milliseconds, or one with a unit.</summary>
    public long ParseTime(string text)
    {
        var digits = text.TrimEnd('m', 's', 'h');
        var unit = text[digits.Length..] switch
        {
            "" or "ms" => 1L,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => 0,
        };
        return unit > 0 && decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? (long)(number * unit)
            : throw Wrong($"found '{text}', expected a time such as 1200ms or 2s");
    }

    public CaseFormatException Wrong(string message) => new(path, line, message);

    private (long? Time, string Behind) TakeTime(string text)
    {
        text = text.Trim();
        if (!text.StartsWith('@'))
            return (null, text);

        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? (ParseTime(text[1..]), "") : (ParseTime(text[1..end]), text[end..].Trim());
    }

    private (SqlValue Value, string Behind) TakeValue(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        try
        {
            var reader = new Utf8JsonReader(utf8);
            reader.Read();
            reader.Skip();
            var length = (int)reader.BytesConsumed;
            return (SqlJson.Parse(utf8.AsSpan(0, length), wholeNumbersAsIntegers: true), Encoding.UTF8.GetString(utf8.AsSpan(length)).Trim());
        }
        catch (JsonException error)
        {
            throw Wrong($"'{text}' is no JSON: {error.Message}");
        }
    }

    private SqlObject? MetadataOf(string text)
    {
        if (text.Length == 0)
            return null;
        if (!text.StartsWith("meta ", StringComparison.Ordinal))
            throw Wrong($"found '{text}' behind the row, expected nothing or meta {{…}}");

        return ObjectOf(TakeValue(text[5..].Trim()).Value);
    }

    private SqlObject ObjectOf(SqlValue value) => value.Kind == SqlKind.Object ? value.AsObject() : throw Wrong("found a value that is no object, expected {…}");
}
