using System.Globalization;

namespace CompiledRules;

public readonly partial struct SqlValue
{
    public static implicit operator SqlValue(bool value) => From(value);

    public static implicit operator SqlValue(long value) => From(value);

    public static implicit operator SqlValue(double value) => From(value);

    public static implicit operator SqlValue(string? value) => From(value);

    public static implicit operator SqlValue(SqlArray? value) => From(value);

    public static implicit operator SqlValue(SqlObject? value) => From(value);

    /// <summary>A short form for people: error messages and debuggers. Not a format of the dialect.</summary>
    public override string ToString() => Kind switch
    {
        SqlKind.Missing => "missing",
        SqlKind.Null => "null",
        SqlKind.Boolean => AsBoolean() ? "true" : "false",
        SqlKind.Integer => AsInteger().ToString(CultureInfo.InvariantCulture),
        SqlKind.Float => AsFloat().ToString("R", CultureInfo.InvariantCulture),
        SqlKind.String => AsString(),
        SqlKind.Bytes => "0x" + Convert.ToHexStringLower(AsBytes()),
        SqlKind.DateTime => AsTime().ToString(),
        SqlKind.Array => AsArray().ToString(),
        _ => AsObject().ToString(),
    };
}
