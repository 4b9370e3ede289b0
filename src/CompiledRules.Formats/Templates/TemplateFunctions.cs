using System.Globalization;

namespace CompiledRules.Formats.Templates;

/// <summary>The functions that a template may call. Where an argument is piped it comes last, as in Go.</summary>
internal sealed partial class TemplateFunctions
{
    private readonly Dictionary<string, Func<SqlValue[], SqlValue>> _functions = new(StringComparer.Ordinal);

    public TemplateFunctions(TimeProvider time)
    {
        AddLogic();
        AddText();
        AddNumbers();
        AddCollections();
        AddEncodings();
        AddTimes(time);
    }

    public bool Contains(string name) => _functions.ContainsKey(name);

    public SqlValue Call(string name, SqlValue[] arguments)
    {
        try
        {
            return _functions[name](arguments);
        }
        catch (Exception error) when (error is IndexOutOfRangeException or InvalidCastException or FormatException or ArgumentException or OverflowException or DivideByZeroException)
        {
            throw new SqlException($"template: function {name} does not go with ({string.Join(", ", arguments)}): {error.Message}", error);
        }
    }

    /// <summary>As Go prints a value.</summary>
    public static string TextOf(SqlValue value) => value.IsNull ? "<no value>" : SqlText.ToText(value);

    /// <summary>Not false, zero, null or empty.</summary>
    public static bool IsTrue(SqlValue value) => value.Kind switch
    {
        SqlKind.Missing or SqlKind.Null => false,
        SqlKind.Boolean => value.AsBoolean(),
        SqlKind.Integer => value.AsInteger() != 0,
        SqlKind.Float => value.AsFloat() != 0,
        SqlKind.String => value.AsString().Length > 0,
        SqlKind.Bytes => value.AsBytes().Length > 0,
        SqlKind.Array => value.AsArray().Count > 0,
        SqlKind.Object => value.AsObject().Count > 0,
        _ => true,
    };

    private static string Text(SqlValue value) => value.IsNull ? "" : SqlText.ToText(value);

    private static long Integer(SqlValue value) => value.Kind switch
    {
        SqlKind.Integer => value.AsInteger(),
        SqlKind.Float => (long)value.AsFloat(),
        SqlKind.Boolean => value.AsBoolean() ? 1 : 0,
        SqlKind.String => long.TryParse(value.AsString(), CultureInfo.InvariantCulture, out var number) ? number : 0,
        _ => 0,
    };

    private static double Number(SqlValue value) => value.Kind switch
    {
        SqlKind.Integer => value.AsInteger(),
        SqlKind.Float => value.AsFloat(),
        SqlKind.String => double.TryParse(value.AsString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0,
        _ => Integer(value),
    };

    private void Add(string name, Func<SqlValue[], SqlValue> function) => _functions[name] = function;

    private void AddLogic()
    {
        Add("and", static a => a.FirstOrDefault(static value => !IsTrue(value), a[^1]));
        Add("or", static a => a.FirstOrDefault(IsTrue, a[^1]));
        Add("not", static a => !IsTrue(a[0]));
        Add("eq", static a => a.Skip(1).Any(other => Compare(a[0], other) == 0));
        Add("ne", static a => Compare(a[0], a[1]) != 0);
        Add("lt", static a => Compare(a[0], a[1]) is < 0);
        Add("le", static a => Compare(a[0], a[1]) is <= 0);
        Add("gt", static a => Compare(a[0], a[1]) is > 0);
        Add("ge", static a => Compare(a[0], a[1]) is >= 0);
        Add("empty", static a => !IsTrue(a[0]));
        Add("default", static a => a.Length > 1 && IsTrue(a[1]) ? a[1] : a[0]);
        Add("coalesce", static a => a.FirstOrDefault(IsTrue));
        Add("ternary", static a => IsTrue(a[2]) ? a[0] : a[1]);
        Add("all", static a => a.All(IsTrue));
        Add("any", static a => a.Any(IsTrue));
    }

    private static int? Compare(SqlValue left, SqlValue right) => (left.Kind, right.Kind) switch
    {
        _ when left.IsNumber && right.IsNumber => left.IsInteger && right.IsInteger ? left.AsInteger().CompareTo(right.AsInteger()) : left.AsNumber().CompareTo(right.AsNumber()),
        (SqlKind.String, SqlKind.String) => Math.Sign(string.CompareOrdinal(left.AsString(), right.AsString())),
        (SqlKind.DateTime, SqlKind.DateTime) => left.AsTime().CompareTo(right.AsTime()),
        _ when left.IsNull && right.IsNull => 0,
        _ => left.Equals(right) ? 0 : null,
    };

    private void AddNumbers()
    {
        Add("int", static a => Integer(a[0]));
        Add("int64", static a => Integer(a[0]));
        Add("float64", static a => Number(a[0]));
        Add("toDecimal", static a => Convert.ToInt64(Text(a[0]), 8));
        Add("add", static a => a.Sum(Integer));
        Add("add1", static a => Integer(a[0]) + 1);
        Add("sub", static a => Integer(a[0]) - Integer(a[1]));
        Add("mul", static a => a.Aggregate(1L, static (product, value) => product * Integer(value)));
        Add("div", static a => Integer(a[0]) / Integer(a[1]));
        Add("mod", static a => Integer(a[0]) % Integer(a[1]));
        Add("max", static a => a.Max(Integer));
        Add("min", static a => a.Min(Integer));
        Add("addf", static a => a.Sum(Number));
        Add("subf", static a => a.Skip(1).Aggregate(Number(a[0]), static (rest, value) => rest - Number(value)));
        Add("mulf", static a => a.Aggregate(1.0, static (product, value) => product * Number(value)));
        Add("divf", static a => a.Skip(1).Aggregate(Number(a[0]), static (rest, value) => rest / Number(value)));
        Add("maxf", static a => a.Max(Number));
        Add("minf", static a => a.Min(Number));
        Add("floor", static a => Math.Floor(Number(a[0])));
        Add("ceil", static a => Math.Ceiling(Number(a[0])));
        Add("round", static a => Math.Round(Number(a[0]), (int)Integer(a[1]), MidpointRounding.AwayFromZero));
        Add("until", static a => Sequence(0, Integer(a[0])));
        Add("untilStep", static a => Sequence(Integer(a[0]), Integer(a[1]), Integer(a[2])));
    }

    private static SqlArray Sequence(long from, long before, long step = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(step);
        var items = new List<SqlValue>();
        for (var i = from; step > 0 ? i < before : i > before; i += step)
            items.Add(i);
        return new SqlArray([.. items]);
    }

    private void AddTimes(TimeProvider time)
    {
        Add("now", _ => SqlValue.From(SqlTime.From(time.GetUtcNow(), TimeZoneInfo.Utc)));
        Add("unixEpoch", static a => (a[0].AsTime().UnixMilliseconds / 1000).ToString(CultureInfo.InvariantCulture));
    }
}
