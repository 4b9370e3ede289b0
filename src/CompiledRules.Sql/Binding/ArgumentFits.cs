using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Binding;

/// <summary>How an argument suits a parameter, the better first.</summary>
internal enum ArgumentFit
{
    Exact,

    /// <summary>An integer for a float.</summary>
    Widened,
    Converted,

    /// <summary>Known only when the value is there.</summary>
    Open,
    Refused,

    /// <summary>Refused because only a literal will do.</summary>
    NotLiteral,
}

internal static class ArgumentFits
{
    public static ArgumentFit Of(CallArgument argument, ParameterSymbol parameter)
    {
        var type = argument.Expression.Type;
        if (type.Kind == SqlTypeKind.Error)
            return ArgumentFit.Exact;
        if (parameter.IsLiteral && argument.Expression is not BoundLiteral)
            return ArgumentFit.NotLiteral;
        if (argument.IsTimeUnit)
            return ArgumentFit.Refused;
        if (type.Kind == SqlTypeKind.Null)
            return ArgumentFit.Exact;
        if (argument.Expression is BoundLiteral && !AcceptsLiteral(parameter, type.Kind))
            return ArgumentFit.Refused;
        return OfType(type, parameter);
    }

    /// <summary>What would be right, as a noun: "a number", "a string or an integer".</summary>
    public static string Expected(IEnumerable<ParameterSymbol> parameters, bool withArticle)
    {
        var nouns = parameters
            .SelectMany(static parameter => parameter.Literals.IsEmpty ? [parameter.Type.Kind] : parameter.Literals.Items)
            .Distinct()
            .Select(kind => withArticle ? Noun(kind) : NounWithoutArticle(kind))
            .Distinct(StringComparer.Ordinal);
        return string.Join(" or ", nouns);
    }

    public static string Found(CallArgument argument) => argument switch
    {
        { IsTimeUnit: true } => "a time unit",
        { Expression: BoundWholeRow } => "*",
        { Expression: BoundLiteral literal } => $"{literal.Type} {BoundText.Of(literal)}",
        _ => argument.Expression.Type.ToString(),
    };

    private static ArgumentFit OfType(SqlType type, ParameterSymbol parameter) => (type.Kind, parameter.Type.Kind) switch
    {
        (_, SqlTypeKind.Any) => ArgumentFit.Exact,
        (SqlTypeKind.Any, _) => ArgumentFit.Open,
        var (given, wanted) when given == wanted => ArgumentFit.Exact,
        (_, SqlTypeKind.String) when parameter.Coercion == CoercionKind.Text => ArgumentFit.Converted,
        (SqlTypeKind.BigInt, SqlTypeKind.Float) when parameter.Coercion != CoercionKind.Strict => ArgumentFit.Widened,
        (SqlTypeKind.Float, SqlTypeKind.BigInt) => ArgumentFit.Converted,
        (SqlTypeKind.Bytea, SqlTypeKind.String) when parameter.Coercion == CoercionKind.SameKind => ArgumentFit.Converted,
        _ => ArgumentFit.Refused,
    };

    private static bool AcceptsLiteral(ParameterSymbol parameter, SqlTypeKind literal)
    {
        if (!parameter.Literals.IsEmpty)
            return parameter.Literals.Contains(literal);

        return parameter.Type.Kind switch
        {
            SqlTypeKind.Any => true,
            SqlTypeKind.Float => literal is SqlTypeKind.Float or SqlTypeKind.BigInt,
            var kind => kind == literal,
        };
    }

    private static string Noun(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.BigInt => "an integer",
        SqlTypeKind.Array => "an array",
        SqlTypeKind.Struct => "an object",
        _ => $"a {NounWithoutArticle(kind)}",
    };

    private static string NounWithoutArticle(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.Any => "value",
        SqlTypeKind.BigInt => "integer",
        SqlTypeKind.Float => "number",
        SqlTypeKind.Struct => "object",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
