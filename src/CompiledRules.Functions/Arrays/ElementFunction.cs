using System.Collections.Frozen;
using CompiledRules.Functions.Conversion;
using CompiledRules.Functions.Dates;
using CompiledRules.Functions.Hashing;
using CompiledRules.Functions.Json;
using CompiledRules.Functions.Misc;
using CompiledRules.Functions.Objects;
using CompiledRules.Functions.Strings;
using Call = System.Func<CompiledRules.FunctionContext, CompiledRules.SqlValue, CompiledRules.SqlValue>;

namespace CompiledRules.Functions.Arrays;

/// <summary>The scalar functions that take one argument, to be called by a name that is known only at run time. Their null guards are not applied.</summary>
/// <remarks>A table of calls needs no reflection, and so works in an app that is compiled ahead of time; a test compares it with the attributes.</remarks>
internal static class ElementFunction
{
    private static readonly FrozenDictionary<string, Call> s_calls = new Dictionary<string, Call>
    {
        ["abs"] = static (_, value) => value.IsInteger ? (SqlValue)MathFunctions.Abs(value.AsInteger()) : MathFunctions.Abs(SqlConvert.ToFloat(value)),
        ["acos"] = OfFloat(MathFunctions.Acos),
        ["asin"] = OfFloat(MathFunctions.Asin),
        ["atan"] = OfFloat(MathFunctions.Atan),
        ["bitnot"] = static (_, value) => MathFunctions.BitNot(SqlConvert.ToInteger(value, Strictness.Strict)),
        ["ceil"] = OfFloat(MathFunctions.Ceiling),
        ["ceiling"] = OfFloat(MathFunctions.Ceiling),
        ["cos"] = OfFloat(MathFunctions.Cos),
        ["cosh"] = OfFloat(MathFunctions.Cosh),
        ["cot"] = OfFloat(MathFunctions.Cot),
        ["degrees"] = OfFloat(MathFunctions.Degrees),
        ["exp"] = OfFloat(MathFunctions.Exp),
        ["floor"] = OfFloat(MathFunctions.Floor),
        ["ln"] = OfFloat(MathFunctions.Ln),
        ["log"] = OfFloat(MathFunctions.Log),
        ["radians"] = OfFloat(MathFunctions.Radians),
        ["round"] = OfFloat(MathFunctions.Round),
        ["sign"] = static (_, value) => value.IsInteger ? MathFunctions.Sign(value.AsInteger()) : MathFunctions.Sign(SqlConvert.ToFloat(value)),
        ["sin"] = OfFloat(MathFunctions.Sin),
        ["sinh"] = OfFloat(MathFunctions.Sinh),
        ["sqrt"] = OfFloat(MathFunctions.Sqrt),
        ["tan"] = OfFloat(MathFunctions.Tan),
        ["tanh"] = OfFloat(MathFunctions.Tanh),
        ["concat"] = static (_, value) => StringFunctions.Concat(value),
        ["length"] = static (_, value) => value.Kind switch
        {
            SqlKind.Array => StringFunctions.Length(value.AsArray()),
            SqlKind.Object => StringFunctions.Length(value.AsObject()),
            _ => StringFunctions.Length(SqlText.ToText(value)),
        },
        ["lower"] = OfText(static text => StringFunctions.Lower(text)),
        ["ltrim"] = OfText(static text => StringFunctions.TrimStart(text)),
        ["numbytes"] = OfText(static text => StringFunctions.NumBytes(text)),
        ["reverse"] = OfText(static text => StringFunctions.Reverse(text)),
        ["rtrim"] = OfText(static text => StringFunctions.TrimEnd(text)),
        ["trim"] = OfText(static text => StringFunctions.Trim(text)),
        ["upper"] = OfText(static text => StringFunctions.Upper(text)),
        ["crc32"] = OfText(static text => HashFunctions.Crc32(text)),
        ["md5"] = OfText(static text => HashFunctions.Md5(text)),
        ["sha1"] = OfText(static text => HashFunctions.Sha1(text)),
        ["sha256"] = OfText(static text => HashFunctions.Sha256(text)),
        ["sha384"] = OfText(static text => HashFunctions.Sha384(text)),
        ["sha512"] = OfText(static text => HashFunctions.Sha512(text)),
        ["chr"] = static (_, value) => value.IsString ? ConversionFunctions.Chr(value.AsString()) : ConversionFunctions.Chr(SqlConvert.ToInteger(value)),
        ["dec2hex"] = static (_, value) => ConversionFunctions.DecToHex(SqlConvert.ToInteger(value, Strictness.Strict)),
        ["hex2dec"] = static (_, value) => ConversionFunctions.HexToDec(SqlConvert.ToText(value, Strictness.Strict)),
        ["to_seconds"] = static (context, value) => ConversionFunctions.ToSeconds(context, value),
        ["parse_json"] = static (_, value) => JsonFunctions.ParseJson(value.IsNull ? null : SqlConvert.ToText(value)),
        ["to_json"] = static (_, value) => JsonFunctions.ToJson(value),
        ["coalesce"] = static (_, value) => MiscFunctions.Coalesce(value),
        ["isnull"] = static (_, value) => MiscFunctions.IsNull(value),
        ["props"] = static (context, value) => MiscFunctions.Props(context, SqlText.ToText(value)),
        ["day"] = OfTime(DateFunctions.DayOfMonth),
        ["day_of_month"] = OfTime(DateFunctions.DayOfMonth),
        ["day_of_week"] = OfTime(DateFunctions.DayOfWeek),
        ["day_of_year"] = OfTime(DateFunctions.DayOfYear),
        ["hour"] = OfTime(DateFunctions.Hour),
        ["microsecond"] = OfTime(DateFunctions.Microsecond),
        ["minute"] = OfTime(DateFunctions.Minute),
        ["month"] = OfTime(DateFunctions.Month),
        ["second"] = OfTime(DateFunctions.Second),
        ["day_name"] = static (context, value) => DateFunctions.DayName(context, value),
        ["last_day"] = static (context, value) => DateFunctions.LastDay(context, value),
        ["month_name"] = static (context, value) => DateFunctions.MonthName(context, value),
        ["from_days"] = static (_, value) => DateFunctions.FromDays(SqlConvert.ToInteger(value)),
        ["from_unix_time"] = static (context, value) => DateFunctions.FromUnixTime(context, SqlConvert.ToInteger(value)),
        ["cur_time"] = static (context, value) => DateFunctions.CurTime(context, SqlConvert.ToInteger(value)),
        ["current_time"] = static (context, value) => DateFunctions.CurTime(context, SqlConvert.ToInteger(value)),
        ["current_timestamp"] = static (context, value) => DateFunctions.Now(context, SqlConvert.ToInteger(value)),
        ["local_time"] = static (context, value) => DateFunctions.Now(context, SqlConvert.ToInteger(value)),
        ["local_timestamp"] = static (context, value) => DateFunctions.Now(context, SqlConvert.ToInteger(value)),
        ["now"] = static (context, value) => DateFunctions.Now(context, SqlConvert.ToInteger(value)),
        ["array_cardinality"] = OfArray(static array => ArrayFunctions.ArrayCardinality(array)),
        ["array_concat"] = static (_, value) => ArrayFunctions.ArrayConcat(value),
        ["array_create"] = static (_, value) => ArrayFunctions.ArrayCreate(value),
        ["array_distinct"] = OfArray(static array => ArrayFunctions.ArrayDistinct(array)),
        ["array_flatten"] = OfArray(static array => ArrayFunctions.ArrayFlatten(array)),
        ["array_max"] = OfArray(ArrayFunctions.ArrayMax),
        ["array_min"] = OfArray(ArrayFunctions.ArrayMin),
        ["array_shuffle"] = OfArray(static array => ArrayFunctions.ArrayShuffle(array)),
        ["array_sort"] = OfArray(static array => ArrayFunctions.ArraySort(array)),
        ["cardinality"] = static (_, value) => ArrayFunctions.Cardinality(value),
        ["kvpair_array_to_obj"] = OfArray(static array => ArrayFunctions.KvpairArrayToObj(array)),
        ["zip"] = OfArray(static array => ObjectFunctions.Zip(array)),
        ["items"] = OfObject(static map => ObjectFunctions.Items(map)),
        ["keys"] = OfObject(static map => ObjectFunctions.Keys(map)),
        ["obj_to_kvpair_array"] = OfObject(static map => ObjectFunctions.ObjToKvpairArray(map)),
        ["object_size"] = OfObject(static map => ObjectFunctions.ObjectSize(map)),
        ["values"] = OfObject(static map => ObjectFunctions.Values(map)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="name">In lower case.</param>
    /// <exception cref="SqlException">There is no such function of one argument.</exception>
    public static Call Find(string name) =>
        s_calls.TryGetValue(name, out var call) ? call : throw new SqlException($"'{name}' is not the name of a built-in scalar function of one argument, in lower case");

    private static Call OfFloat(Func<double, double> function) => (_, value) => function(SqlConvert.ToFloat(value));

    private static Call OfFloat(Func<double, double?> function) => (_, value) => SqlValue.From(function(SqlConvert.ToFloat(value)));

    private static Call OfText(Func<string, SqlValue> function) => (_, value) => function(SqlText.ToText(value));

    private static Call OfTime(Func<FunctionContext, SqlValue, long> function) => (context, value) => function(context, value);

    private static Call OfArray(Func<SqlArray, SqlValue> function) => (_, value) =>
        value.Kind == SqlKind.Array ? function(value.AsArray()) : throw new SqlException($"An array is needed, not {SqlText.Describe(value)}");

    private static Call OfObject(Func<SqlObject, SqlValue> function) => (_, value) =>
        value.Kind == SqlKind.Object ? function(value.AsObject()) : throw new SqlException($"An object is needed, not {SqlText.Describe(value)}");
}
