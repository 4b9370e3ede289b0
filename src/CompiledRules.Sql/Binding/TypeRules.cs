using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Binding;

/// <summary>Which types go together. A type that is not known, or that has a diagnostic already, goes with every other.</summary>
internal static class TypeRules
{
    public static bool IsOpen(SqlType type) => type.Kind is SqlTypeKind.Any or SqlTypeKind.Error or SqlTypeKind.Null;

    public static bool IsCondition(SqlType type) => type.Kind == SqlTypeKind.Boolean || IsOpen(type);

    public static bool IsNumeric(SqlType type) => type.IsNumber || IsOpen(type);

    /// <summary>The type of a value that comes from either place. Integers and floats stay apart: the value keeps the kind it has.</summary>
    public static SqlType Unify(SqlType left, SqlType right) => (left.Kind, right.Kind) switch
    {
        (SqlTypeKind.Error, _) => right,
        (_, SqlTypeKind.Error) => left,
        (SqlTypeKind.Null, _) => right,
        (_, SqlTypeKind.Null) => left,
        _ => left == right ? left : SqlType.Any,
    };

    /// <summary>Whether <c>=</c> and its like have an answer; ordering has none for booleans.</summary>
    public static bool Compare(SqlType left, SqlType right, bool isOrdering)
    {
        if (left.Kind is SqlTypeKind.Array or SqlTypeKind.Struct or SqlTypeKind.Bytea)
            return right.Kind is SqlTypeKind.Error;
        if (IsOpen(left))
            return true;
        if (left.Kind == SqlTypeKind.DateTime)
            return IsOpen(right) || right.IsNumber || right.Kind is SqlTypeKind.DateTime or SqlTypeKind.String;
        if (left.Kind == SqlTypeKind.Boolean && isOrdering)
            return false;
        return IsOpen(right) || left.Kind == right.Kind || left.IsNumber && right.IsNumber;
    }

    /// <summary>The type of <c>+ - * / %</c>, or null where it does not apply. Integers stay integers, also when divided.</summary>
    public static SqlType? Arithmetic(SqlType left, SqlType right)
    {
        if (left.Kind == SqlTypeKind.Null || right.Kind == SqlTypeKind.Null)
            return SqlType.Null;
        if (!IsNumeric(left) || !IsNumeric(right))
            return null;
        if (left.Kind == SqlTypeKind.Error || right.Kind == SqlTypeKind.Error)
            return SqlType.Error;
        if (left.Kind == SqlTypeKind.Float || right.Kind == SqlTypeKind.Float)
            return SqlType.Float;
        return left.Kind == SqlTypeKind.Any || right.Kind == SqlTypeKind.Any ? SqlType.Any : SqlType.BigInt;
    }

    /// <summary>The type of <c>&amp; | ^</c>, or null where it does not apply. A null operand makes the result false, whatever the other.</summary>
    public static SqlType? Bitwise(BoundExpression left, BoundExpression right)
    {
        if (left.Type.Kind == SqlTypeKind.Error || right.Type.Kind == SqlTypeKind.Error)
            return SqlType.Error;
        if (IsBoolean(left.Type) && IsBoolean(right.Type) && (left.Type.Kind == SqlTypeKind.Boolean || right.Type.Kind == SqlTypeKind.Boolean))
            return SqlType.Boolean;
        if (!IsInteger(left.Type) || !IsInteger(right.Type))
            return null;
        if (left.Type.Kind == SqlTypeKind.Null || right.Type.Kind == SqlTypeKind.Null)
            return SqlType.Boolean;
        return left.Type.Kind == SqlTypeKind.BigInt && right.Type.Kind == SqlTypeKind.BigInt && !left.IsNullable && !right.IsNullable
            ? SqlType.BigInt
            : SqlType.Any;
    }

    private static bool IsBoolean(SqlType type) => type.Kind == SqlTypeKind.Boolean || IsOpen(type);

    private static bool IsInteger(SqlType type) => type.Kind == SqlTypeKind.BigInt || IsOpen(type);
}
