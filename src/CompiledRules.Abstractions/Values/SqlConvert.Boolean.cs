using System.Runtime.CompilerServices;

namespace CompiledRules;

public static partial class SqlConvert
{
    /// <exception cref="SqlException">The value is not a boolean under <paramref name="strictness"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool ToBoolean(SqlValue value, Strictness strictness = Strictness.SameKind)
    {
        if (value.IsBoolean)
            return value.AsBoolean();

        return TryToBoolean(value, strictness, out var flag) ? flag : throw Refuse(value, "boolean");
    }

    public static bool TryToBoolean(SqlValue value, Strictness strictness, out bool flag)
    {
        flag = value.IsBoolean && value.AsBoolean();
        if (value.IsBoolean)
            return true;

        if (strictness != Strictness.All)
            return false;

        if (value.IsNumber)
            flag = value.AsNumber() != 0;
        else if (value.IsString)
            return TryParseBoolean(value.AsString(), out flag);
        return value.IsNull || value.IsNumber;
    }

    /// <summary>Reads one of <c>1 t T TRUE true True 0 f F FALSE false False</c>.</summary>
    public static bool TryParseBoolean(ReadOnlySpan<char> text, out bool flag)
    {
        flag = text is "1" or "t" or "T" or "true" or "TRUE" or "True";
        return flag || text is "0" or "f" or "F" or "false" or "FALSE" or "False";
    }
}
