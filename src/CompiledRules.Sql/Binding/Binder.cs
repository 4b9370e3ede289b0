using System.Collections.Immutable;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Binding;

/// <summary>Resolves the names, types and calls of a statement. One binder serves one SELECT; queries inside it get their own.</summary>
public sealed partial class Binder
{
    private readonly ICatalog _catalog;
    private readonly RuleOptions _options;
    private readonly DiagnosticBag _diagnostics;
    private readonly ImmutableDictionary<string, CommonTable> _commonTables;

    private Binder(ICatalog catalog, RuleOptions options, DiagnosticBag diagnostics, ImmutableDictionary<string, CommonTable> commonTables)
    {
        _catalog = catalog;
        _options = options;
        _diagnostics = diagnostics;
        _commonTables = commonTables;
    }

    /// <summary>Binds all it can; where something does not bind, the result holds <see cref="BoundError"/> and <paramref name="diagnostics"/> an error.</summary>
    public static BoundQuery Bind(SelectStatementSyntax statement, ICatalog catalog, RuleOptions options, DiagnosticBag diagnostics)
    {
        var tables = ImmutableDictionary.Create<string, CommonTable>(StringComparer.Ordinal);
        foreach (var table in statement.CommonTables)
        {
            // Each use binds the query again; this says what is wrong with one that is not used.
            new Binder(catalog, options, diagnostics, tables).BindQuery(table.Query);
            if (tables.ContainsKey(table.Name.Text))
                diagnostics.Report(SqlDiagnostics.DuplicateDefinition.At(table.Name.Span, table.Name.Text));
            else
                tables = tables.Add(table.Name.Text, new(table, tables));
        }

        return new Binder(catalog, options, diagnostics, tables).BindQuery(statement.Query);
    }

    private BoundQuery BindQuery(QuerySyntax query) => query switch
    {
        SelectSyntax select => Nested(_commonTables).BindSelect(select),
        UnionAllSyntax union => BindUnion(union),
        _ => throw new InvalidOperationException($"No binding of {query.GetType().Name}"),
    };

    private BoundUnion BindUnion(UnionAllSyntax union)
    {
        if (!union.OrderBy.IsEmpty)
            _diagnostics.Report(SqlDiagnostics.UnionOrderNotSupported.At(union.OrderBy[0].Span));

        return new(
            union.Branches.Select(branch => Nested(_commonTables).BindSelect(branch)).ToEquatableArray(),
            BindLimit(union.Limit));
    }

    private Binder Nested(ImmutableDictionary<string, CommonTable> commonTables) => new(_catalog, _options, _diagnostics, commonTables);

    // Sources first, since names need them; then aliases, since any clause may use them; the select list before the other clauses,
    // since calls with history are numbered in that order.
    private BoundSelect BindSelect(SelectSyntax select)
    {
        BindSources(select);
        DeclareAliases(select.Columns);
        var columns = BindColumns(select.Columns);
        var joins = BindJoins(select.Joins);
        var where = select.Where is null ? null : BindWhere(select.Where);
        var window = BindWindow(select.GroupBy);
        var groupBy = BindGroupKeys(select.GroupBy);
        var isAggregate = !groupBy.IsEmpty || columns.SelectMany(BoundTree.Expressions).Any(BoundTree.HasAggregate);
        var having = select.Having is null ? null : BindHaving(select.Having, groupBy);
        var orderBy = BindOrder(select.OrderBy, Clause.OrderBy);

        var bound = new BoundSelect(
            _sources.ToEquatableArray(),
            _derived.ToEquatableArray(),
            joins,
            columns,
            where,
            window,
            groupBy,
            having,
            orderBy,
            BindLimit(select.Limit),
            select.IsDistinct,
            isAggregate,
            _options.IsEventTime);
        CheckSelect(select, bound);
        return bound;
    }

    /// <summary>A query of WITH, and the ones before it, which it may use.</summary>
    private sealed record CommonTable(CommonTableSyntax Syntax, ImmutableDictionary<string, CommonTable> Visible);
}
