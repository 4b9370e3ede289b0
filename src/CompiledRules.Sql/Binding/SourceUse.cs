using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Binding;

/// <summary>Which sources an expression reads.</summary>
internal static class SourceUse
{
    /// <summary>Those it names for certain, in the order in which they are first named.</summary>
    public static IReadOnlyList<SourceSymbol> Of(BoundExpression expression) => expression.DescendantsAndSelf()
        .Select(static part => part switch
        {
            BoundField field => field.Source,
            BoundWholeRow row => row.Source,
            BoundMeta meta => meta.Source,
            _ => null,
        })
        .OfType<SourceSymbol>()
        .Distinct()
        .ToList();

    /// <summary>Whether it reads something of which only the row tells the source: a name of several schemaless sources, or all columns.</summary>
    public static bool IsUncertain(BoundExpression expression) => expression.DescendantsAndSelf().Any(static part =>
        part is BoundFirstField or BoundWholeRow { Source: null } or BoundMeta { Source: null });
}
