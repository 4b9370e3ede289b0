using CompiledRules.Formats.Protobuf.Schemas;

namespace CompiledRules.External.Messages;

/// <summary>The arguments of a call → one value per field of the input message, in declaration order; a field without a value is missing.</summary>
internal static class ArgumentMapping
{
    /// <returns>The arguments themselves where they are positional, otherwise the unfolded object.</returns>
    /// <exception cref="SqlException">The number of arguments does not fit the message.</exception>
    public static ReadOnlySpan<SqlValue> Map(SqlArray arguments, MessageSchema input)
    {
        var count = input.Fields.Length;
        if (arguments.Count == 0)
            return count == 0 ? [] : throw new SqlException($"require {count} parameters but none");
        if (input.TakesWholeValue && arguments.Count == 1)
            return arguments.AsSpan();
        if (arguments.Count == 1 && arguments[0].Kind == SqlKind.Object)
            return Unfold(arguments, input);
        if (arguments.Count != count)
            throw WrongCount(count, arguments.Count);
        return arguments.AsSpan();
    }

    /// <summary>What is wrong with a call with arguments of these kinds, or null.</summary>
    public static string? Check(ReadOnlySpan<SqlKind?> kinds, MessageSchema input)
    {
        var count = input.Fields.Length;
        if (kinds.Length == count || (kinds.Length == 1 && (input.TakesWholeValue || kinds[0] is null or SqlKind.Object)))
            return null;
        return kinds.IsEmpty ? $"require {count} parameters but none" : $"require {count} parameters but only got {kinds.Length}";
    }

    private static ReadOnlySpan<SqlValue> Unfold(SqlArray arguments, MessageSchema input)
    {
        var values = input.FieldsOf(arguments[0].AsObject());
        if (Array.Exists(values, static value => !value.IsNull))
            return values;
        return values.Length == 1 ? arguments.AsSpan() : throw WrongCount(values.Length, 1);
    }

    private static SqlException WrongCount(int expected, int found) => new($"require {expected} parameters but only got {found}");
}
