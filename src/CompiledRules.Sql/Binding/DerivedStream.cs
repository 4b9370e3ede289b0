using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Binding;

/// <summary>How a statement sees the rows of a query in its FROM.</summary>
internal static class DerivedStream
{
    public static StreamSymbol Of(string name, BoundQuery query)
    {
        var selects = query switch
        {
            BoundSelect select => [select],
            BoundUnion union => union.Selects.Items,
            _ => throw new InvalidOperationException($"No columns known of {query.GetType().Name}"),
        };
        var isSchemaless = selects.Any(static select => select.Columns.Any(column => !HasKnownNames(select, column)));
        return new(name, StreamKind.Stream, Merge(selects.SelectMany(Columns)), isSchemaless);
    }

    private static bool HasKnownNames(BoundSelect select, BoundColumn column) => column switch
    {
        BoundValueColumn => true,
        BoundWildcardColumn wildcard => !Sources(select, wildcard.Row).Any(static source => source.Stream.IsSchemaless),
        _ => false,
    };

    private static IEnumerable<ColumnSymbol> Columns(BoundSelect select) => select.Columns.SelectMany(column => column switch
    {
        BoundValueColumn { IsVisible: true } value => [new ColumnSymbol(value.Name, value.Expression.Type)],
        BoundWildcardColumn wildcard => OfWildcard(select, wildcard.Row),
        BoundTableColumn table => [new ColumnSymbol(table.Name, SqlType.Any)],
        _ => Enumerable.Empty<ColumnSymbol>(),
    });

    private static IEnumerable<ColumnSymbol> OfWildcard(BoundSelect select, BoundWholeRow row) => Sources(select, row)
        .SelectMany(static source => source.Stream.Columns.Select(column => column with { Type = source.Stream.HeldType(column.Type), IsNullable = true, Member = null, ClrType = null, Default = null }))
        .Where(column => !row.Except.Contains(column.Name) && row.Replace.All(replacement => replacement.Name != column.Name))
        .Concat(row.Replace.Select(static replacement => new ColumnSymbol(replacement.Name, replacement.Expression.Type)));

    private static EquatableArray<SourceSymbol> Sources(BoundSelect select, BoundWholeRow row) =>
        row.Source is { } source ? [source] : select.Sources;

    // The branches of a union, or the sources under one wildcard, may give one name different types.
    private static EquatableArray<ColumnSymbol> Merge(IEnumerable<ColumnSymbol> columns) => columns
        .GroupBy(static column => column.Name, StringComparer.Ordinal)
        .Select(static same => same.First() with { Type = same.Select(static column => column.Type).Aggregate(TypeRules.Unify) })
        .ToEquatableArray();
}
