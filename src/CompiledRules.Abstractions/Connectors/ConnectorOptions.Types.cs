using System.Globalization;

namespace CompiledRules;

public sealed partial class ConnectorOptions
{
    /// <exception cref="OptionException">The option is not given, or empty.</exception>
    public string RequireString(string name, string purpose) =>
        GetStringOrNull(name) is { Length: > 0 } text ? text : throw Error(name, $"it is required: {purpose}");

    public string GetString(string name, string @default) => GetStringOrNull(name) ?? @default;

    /// <summary>The text, or null where the option is not given. Numbers and booleans are taken as text.</summary>
    public string? GetStringOrNull(string name)
    {
        var value = Find(name);
        return value.Kind switch
        {
            SqlKind.Missing or SqlKind.Null => null,
            SqlKind.String => value.AsString(),
            SqlKind.Array or SqlKind.Object => throw Mismatch(name, value, "a text"),
            _ => value.ToString(),
        };
    }

    /// <summary>One of <paramref name="choices"/>, in the spelling given there; compared without regard to case.</summary>
    public string GetChoice(string name, string @default, params ReadOnlySpan<string> choices)
    {
        if (GetStringOrNull(name) is not { } text)
            return @default;

        foreach (var choice in choices)
        {
            if (string.Equals(choice, text, StringComparison.OrdinalIgnoreCase))
                return choice;
        }

        throw Mismatch(name, text, $"one of {string.Join(", ", choices.ToArray())}");
    }

    /// <summary>A whole number, as number or text, from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public long GetInteger(string name, long @default, long minimum = long.MinValue, long maximum = long.MaxValue)
    {
        var value = Find(name);
        if (value.IsNull)
            return @default;

        return ToInteger(value) is { } number && number >= minimum && number <= maximum
            ? number
            : throw Mismatch(name, value, Range(minimum, maximum));
    }

    /// <summary>A number, as number or text.</summary>
    public double GetFloat(string name, double @default)
    {
        var value = Find(name);
        return value.Kind switch
        {
            SqlKind.Missing or SqlKind.Null => @default,
            SqlKind.Integer or SqlKind.Float => value.AsNumber(),
            SqlKind.String when double.TryParse(value.AsString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw Mismatch(name, value, "a number"),
        };
    }

    /// <summary><see langword="true"/> and <see langword="false"/>, also as text, and 1 and 0.</summary>
    public bool GetBoolean(string name, bool @default)
    {
        var value = Find(name);
        return value.Kind switch
        {
            SqlKind.Missing or SqlKind.Null => @default,
            SqlKind.Boolean => value.AsBoolean(),
            SqlKind.Integer when value.AsInteger() is 0 or 1 => value.AsInteger() == 1,
            SqlKind.String when bool.TryParse(value.AsString(), out var flag) => flag,
            SqlKind.String when value.AsString() is "0" or "1" => value.AsString() == "1",
            _ => throw Mismatch(name, value, "true or false"),
        };
    }

    /// <summary>A duration: text such as <c>10s</c>, or a whole number of milliseconds. Not negative.</summary>
    public TimeSpan GetDuration(string name, TimeSpan @default)
    {
        var value = Find(name);
        if (value.IsNull)
            return @default;

        if (ToInteger(value) is { } milliseconds and >= 0 and <= MaxMilliseconds)
            return TimeSpan.FromMilliseconds(milliseconds);
        if (value.IsString && GoDuration.TryParse(value.AsString(), out var duration) && duration >= TimeSpan.Zero)
            return duration;

        throw Mismatch(name, value, "a duration such as \"10s\" or \"500ms\", or a whole number of milliseconds");
    }

    /// <summary>A list of texts: an array, or one text with commas. Empty where the option is not given.</summary>
    public IReadOnlyList<string> GetStrings(string name)
    {
        var value = Find(name);
        return value.Kind switch
        {
            SqlKind.Missing or SqlKind.Null => [],
            SqlKind.String => value.AsString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            SqlKind.Array => [.. value.AsArray().Select(item => item.IsString ? item.AsString() : throw Mismatch(name, item, "a list of texts"))],
            _ => throw Mismatch(name, value, "a list of texts"),
        };
    }

    /// <summary>An object of configuration or the JSON text of one, or null where the option is not given.</summary>
    public SqlObject? GetObjectOrNull(string name)
    {
        var value = FindParsed(name, "an object");
        return value.Kind switch
        {
            SqlKind.Missing or SqlKind.Null => null,
            SqlKind.Object => value.AsObject(),
            _ => throw Mismatch(name, value, "an object"),
        };
    }

    /// <summary>An array of configuration or the JSON text of one, or null where the option is not given.</summary>
    public SqlArray? GetArrayOrNull(string name)
    {
        var value = FindParsed(name, "an array");
        return value.Kind switch
        {
            SqlKind.Missing or SqlKind.Null => null,
            SqlKind.Array => value.AsArray(),
            _ => throw Mismatch(name, value, "an array"),
        };
    }

    /// <summary>An array, or the JSON text of one.</summary>
    /// <exception cref="OptionException">The option is not given, or is no array.</exception>
    public SqlArray RequireArrayOrText(string name, string purpose)
    {
        var value = Find(name);
        if (value.IsNull)
            throw Error(name, $"it is required: {purpose}");

        try
        {
            if (value.IsString)
                value = SqlJson.Parse(value.AsString());
        }
        catch (SqlException exception)
        {
            throw Error(name, $"{exception.Message}; expected {purpose}");
        }

        return value.Kind == SqlKind.Array ? value.AsArray() : throw Mismatch(name, value, purpose);
    }

    /// <summary>An object, or null where the option is not given. As text it is the JSON of one; a template is left as text.</summary>
    /// <exception cref="OptionException">The value is neither.</exception>
    public SqlValue GetObjectOrTemplate(string name, string expected)
    {
        var value = Find(name);
        if (value.IsNull || value.Kind == SqlKind.Object || (value.IsString && IsTemplate(value.AsString())))
            return value;

        try
        {
            return value.IsString && SqlJson.Parse(value.AsString()) is { Kind: SqlKind.Object } parsed ? parsed : throw Mismatch(name, value, expected);
        }
        catch (SqlException exception)
        {
            throw Error(name, $"{exception.Message}; expected {expected}");
        }
    }

    private SqlValue FindParsed(string name, string expected)
    {
        var value = Find(name);
        try
        {
            return value.IsString ? SqlJson.Parse(value.AsString(), wholeNumbersAsIntegers: true) : value;
        }
        catch (SqlException exception)
        {
            throw Error(name, $"{exception.Message}; expected {expected}");
        }
    }

    private const long MaxMilliseconds = long.MaxValue / TimeSpan.TicksPerMillisecond;

    private static long? ToInteger(SqlValue value) => value.Kind switch
    {
        SqlKind.Integer => value.AsInteger(),
        SqlKind.Float when double.IsInteger(value.AsFloat()) && Math.Abs(value.AsFloat()) < long.MaxValue => (long)value.AsFloat(),
        SqlKind.String when long.TryParse(value.AsString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static string Range(long minimum, long maximum) => (minimum, maximum) switch
    {
        (long.MinValue, long.MaxValue) => "a whole number",
        (_, long.MaxValue) => $"a whole number from {minimum} up",
        (long.MinValue, _) => $"a whole number up to {maximum}",
        _ => $"a whole number from {minimum} to {maximum}",
    };

    private OptionException Mismatch(string name, SqlValue found, string expected) =>
        Error(name, IsSecret(name) ? $"its value cannot be used; expected {expected}" : $"found {Describe(found)}; expected {expected}");

    private static bool IsSecret(string name) =>
        name.Contains("password", StringComparison.OrdinalIgnoreCase)
        || name.Contains("token", StringComparison.OrdinalIgnoreCase)
        || name.Contains("secret", StringComparison.OrdinalIgnoreCase)
        || name.Contains("privateKey", StringComparison.OrdinalIgnoreCase);

    private static string Describe(SqlValue value) => value.Kind switch
    {
        SqlKind.String => $"\"{value.AsString()}\"",
        SqlKind.Array => "an array",
        SqlKind.Object => "an object",
        _ => value.ToString(),
    };
}
