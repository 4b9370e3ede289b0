using System.Globalization;
using System.Text;

namespace CompiledRules;

public static partial class SqlConvert
{
    /// <summary>The text of a value, with plain decimal numbers; see <see cref="SqlText.ToText"/> for the form that string functions see.</summary>
    /// <exception cref="SqlException">The value is not text under <paramref name="strictness"/>; arrays and objects never are.</exception>
    public static string ToText(SqlValue value, Strictness strictness = Strictness.SameKind) =>
        TryToText(value, strictness, out var text) ? text : throw Refuse(value, "string");

    public static bool TryToText(SqlValue value, Strictness strictness, out string text)
    {
        text = value.Kind switch
        {
            SqlKind.String => value.AsString(),
            SqlKind.Bytes when strictness != Strictness.Strict => Encoding.UTF8.GetString(value.AsBytes()),
            SqlKind.Missing or SqlKind.Null when strictness == Strictness.All => "",
            SqlKind.Boolean when strictness == Strictness.All => value.AsBoolean() ? "true" : "false",
            SqlKind.Integer when strictness == Strictness.All => value.AsInteger().ToString(CultureInfo.InvariantCulture),
            SqlKind.Float when strictness == Strictness.All => SqlText.FormatPlain(value.AsFloat()),
            SqlKind.DateTime when strictness == Strictness.All => SqlText.ToText(value),
            _ => null!,
        };
        return text is not null;
    }
}
