using Jint;
using Jint.Native;

namespace CompiledRules.Server.Scripts;

/// <summary>Values of SQL and of JavaScript as one another.</summary>
internal static class ScriptValues
{
    private const int MaxDepth = 64;

    // Beyond it not every whole number is one of JavaScript.
    private const double MaxWhole = 9007199254740992;

    public static JsValue ToScript(Engine engine, SqlValue value) => value.Kind switch
    {
        SqlKind.Boolean => value.AsBoolean() ? JsBoolean.True : JsBoolean.False,
        SqlKind.Integer => JsNumber.Create(value.AsInteger()),
        SqlKind.Float => JsNumber.Create(value.AsFloat()),
        SqlKind.String => new JsString(value.AsString()),
        SqlKind.Bytes => JsValue.FromObject(engine, value.AsBytes()),
        SqlKind.DateTime => JsNumber.Create(value.AsTime().UnixMilliseconds),
        SqlKind.Array => new JsArray(engine, [.. value.AsArray().Select(item => ToScript(engine, item))]),
        SqlKind.Object => ToScript(engine, value.AsObject()),
        _ => JsValue.Null,
    };

    /// <exception cref="SqlException">The value is no number, or is too deep.</exception>
    public static SqlValue FromScript(JsValue value, int depth = 0)
    {
        if (depth > MaxDepth)
            throw new SqlException($"result has more than {MaxDepth} levels");
        if (value.IsNull() || value.IsUndefined())
            return SqlValue.Null;
        if (value.IsBoolean())
            return value.AsBoolean();
        if (value.IsNumber())
            return FromNumber(value.AsNumber());
        if (value.IsString())
            return value.AsString();
        if (value.IsArray())
            return new SqlArray([.. value.AsArray().Select(item => FromScript(item, depth + 1))]);
        if (value.IsObject() && !value.IsCallable())
            return SqlObject.From(value.AsObject().GetOwnProperties().Select(property => KeyValuePair.Create(property.Key.ToString(), FromScript(value.AsObject().Get(property.Key), depth + 1))));
        throw new SqlException($"result is {value}, which is no value of SQL");
    }

    private static JsObject ToScript(Engine engine, SqlObject value)
    {
        var made = new JsObject(engine);
        foreach (var (name, item) in value)
            made.Set(name, ToScript(engine, item));
        return made;
    }

    private static SqlValue FromNumber(double number) => number switch
    {
        _ when double.IsNaN(number) => throw new SqlException("result is NaN"),
        _ when double.IsInfinity(number) => throw new SqlException("result is Inf"),
        _ when double.IsInteger(number) && Math.Abs(number) <= MaxWhole => (long)number,
        _ => number,
    };
}
