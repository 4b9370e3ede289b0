using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace CompiledRules.Formats.Templates;

internal sealed partial class TemplateFunctions
{
    private void AddCollections()
    {
        Add("len", static a => Length(a[0]));
        Add("index", static a => a.Skip(1).Aggregate(a[0], At));
        Add("slice", static a => Slice(a[0], a.Length > 1 ? (int)Integer(a[1]) : 0, a.Length > 2 ? (int)Integer(a[2]) : (int)Length(a[0])));
        Add("list", static a => new SqlArray([.. a]));
        Add("dict", static a => Dictionary(a));
        Add("get", static a => a[0].AsObject()[Text(a[1])] is { IsMissing: false } value ? value : "");
        Add("hasKey", static a => a[0].AsObject().ContainsName(Text(a[1])));
        Add("keys", static a => new SqlArray([.. a.SelectMany(static value => value.AsObject().Names.ToArray()).Order(StringComparer.Ordinal).Select(static name => (SqlValue)name)]));
        Add("values", static a => new SqlArray([.. a[0].AsObject().OrderBy(static entry => entry.Key, StringComparer.Ordinal).Select(static entry => entry.Value)]));
        Add("pick", static a => SqlObject.From(a[0].AsObject().Where(entry => a.Skip(1).Any(name => Text(name) == entry.Key))));
        Add("omit", static a => SqlObject.From(a[0].AsObject().Where(entry => a.Skip(1).All(name => Text(name) != entry.Key))));
        Add("first", static a => a[0].AsArray() is { Count: > 0 } items ? items[0] : SqlValue.Null);
        Add("last", static a => a[0].AsArray() is { Count: > 0 } items ? items[^1] : SqlValue.Null);
        Add("rest", static a => Slice(a[0], Math.Min(1, a[0].AsArray().Count), a[0].AsArray().Count));
        Add("initial", static a => Slice(a[0], 0, Math.Max(0, a[0].AsArray().Count - 1)));
        Add("append", static a => new SqlArray([.. a[0].AsArray(), a[1]]));
        Add("prepend", static a => new SqlArray([a[1], .. a[0].AsArray()]));
        Add("concat", static a => new SqlArray([.. a.SelectMany(static value => value.AsArray())]));
        Add("reverse", static a => new SqlArray([.. a[0].AsArray().Reverse()]));
        Add("uniq", static a => new SqlArray([.. a[0].AsArray().Distinct()]));
        Add("has", static a => a[1].AsArray().Any(item => Compare(item, a[0]) == 0));
        Add("sortAlpha", static a => new SqlArray([.. a[0].AsArray().Select(Text).Order(StringComparer.Ordinal).Select(static text => (SqlValue)text)]));
        Add("kindOf", static a => KindOf(a[0]));
    }

    private void AddEncodings()
    {
        Add("json", static a => Json(a[0]));
        Add("toJson", static a => Json(a[0]));
        Add("mustToJson", static a => Json(a[0]));
        Add("fromJson", static a => SqlJson.Parse(Encoding.UTF8.GetBytes(Text(a[0]))));
        Add("base64", static a => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(a[0]))));
        Add("b64enc", static a => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(a[0]))));
        Add("b64dec", static a => Encoding.UTF8.GetString(Convert.FromBase64String(Text(a[0]))));
        Add("sha256sum", static a => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(a[0])))));
        Add("uuidv4", static _ => Guid.NewGuid().ToString());
    }

    private static long Length(SqlValue value) => value.Kind switch
    {
        SqlKind.Array => value.AsArray().Count,
        SqlKind.Object => value.AsObject().Count,
        SqlKind.Bytes => value.AsBytes().Length,
        _ => Encoding.UTF8.GetByteCount(value.AsString()),
    };

    private static SqlValue At(SqlValue target, SqlValue key)
    {
        if (target.Kind == SqlKind.Object)
            return target.AsObject()[Text(key)];

        var items = target.AsArray();
        var position = Integer(key);
        return position >= 0 && position < items.Count
            ? items[(int)position]
            : throw new SqlException($"template: index {position} is outside an array of {items.Count}");
    }

    private static SqlValue Slice(SqlValue target, int start, int end) => target.Kind == SqlKind.Array
        ? new SqlArray([.. target.AsArray().Take(end).Skip(start)])
        : target.AsString()[start..end];

    private static SqlObject Dictionary(SqlValue[] arguments)
    {
        var builder = new SqlObject.Builder();
        for (var i = 0; i < arguments.Length; i += 2)
            builder[Text(arguments[i])] = i + 1 < arguments.Length ? arguments[i + 1] : "";
        return builder.ToObject();
    }

    private static string KindOf(SqlValue value) => value.Kind switch
    {
        SqlKind.Missing or SqlKind.Null => "invalid",
        SqlKind.Boolean => "bool",
        SqlKind.Integer => "int64",
        SqlKind.Float => "float64",
        SqlKind.String => "string",
        SqlKind.Array or SqlKind.Bytes => "slice",
        SqlKind.Object => "map",
        _ => "struct",
    };

    private static string Json(SqlValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        SqlJson.Write(value.IsMissing ? SqlValue.Null : value, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
