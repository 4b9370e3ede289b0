using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Binding;

public sealed partial class Binder
{
    // p.q is column q of source p, or else the key q in column p.
    private BoundExpression BindName(NameExpressionSyntax name)
    {
        if (name.Qualifier is not { } qualifier)
            return BindUnqualified(name.Name, name.Span);
        if (FindSource(qualifier) is { } source)
            return BindField(source, name.Name, name.Span);
        if (IsSchemaless || IsAliasInScope(qualifier) || _sources.Exists(other => FindColumn(other.Stream, qualifier) is not null))
            return BindMember(BindUnqualified(qualifier, name.Span), name.Name, name.Span);

        var candidates = _sources.Select(static other => other.Name).Concat(ColumnNames()).Concat(_aliases.Keys);
        return Report(SqlDiagnostics.UnknownQualifier.At(name.Span, qualifier).Suggesting(qualifier, candidates));
    }

    // An alias hides a column of its name, except inside its own definition.
    private BoundExpression BindUnqualified(string name, TextSpan span)
    {
        if (IsAliasInScope(name) && UseAlias(_aliases[name], span) is var used && !(_aggregateDepth > 0 && IsAggregateOf(used, name)))
            return used;
        return IsSchemaless ? BindSchemaless(name, span) : BindDeclared(name, span);
    }

    // avg(a) AS a, sum(a) AS s: an aggregate under its own column's name does not stand between that column and other aggregates.
    private static bool IsAggregateOf(BoundExpression alias, string column) => BoundTree.HasAggregate(alias)
        && alias.DescendantsAndSelf().Any(part => part is BoundField { Column.Name: var name } && name == column || part is BoundFirstField first && first.Name == column);

    private BoundExpression BindDeclared(string name, TextSpan span)
    {
        var sources = _sources.FindAll(source => source.Stream.Columns.Any(column => column.Name == name));
        if (sources.Count == 0)
            sources = _sources.FindAll(source => FindColumn(source.Stream, name) is not null);

        return sources.Count switch
        {
            1 => BindField(sources[0], name, span),
            0 => Report(UnknownColumn(name, span).Suggesting(name, ColumnNames().Concat(_aliases.Keys))),
            _ => Report(SqlDiagnostics.AmbiguousField.At(span, name, string.Join(" and ", sources.Select(static source => source.Name)))),
        };
    }

    private SqlDiagnostic UnknownColumn(string name, TextSpan span) => _sources.Count == 1
        ? SqlDiagnostics.UnknownField.At(span, _sources[0].Stream.Name, name)
        : SqlDiagnostics.UnknownColumn.At(span, name);

    private BoundExpression BindSchemaless(string name, TextSpan span)
    {
        var sources = _sources.FindAll(source => source.Stream.IsSchemaless || FindColumn(source.Stream, name) is not null);
        return sources.Count == 1 ? BindField(sources[0], name, span) : new BoundFirstField(span, sources.ToEquatableArray(), name);
    }

    private BoundExpression BindField(SourceSymbol source, string name, TextSpan span)
    {
        if (FindColumn(source.Stream, name) is { } column)
            return new BoundField(span, source, column);
        if (source.Stream.IsSchemaless)
            return new BoundField(span, source, new(name, SqlType.Any));

        var candidates = source.Stream.Columns.Select(static other => other.Name);
        return Report(SqlDiagnostics.UnknownField.At(span, source.Stream.Name, name).Suggesting(name, candidates));
    }

    private BoundExpression BindMember(BoundExpression target, string key, TextSpan span)
    {
        switch (target.Type.Kind)
        {
            case SqlTypeKind.Error:
                return new BoundError(span);
            case SqlTypeKind.Struct when target.Type.Fields.IsEmpty:
            case SqlTypeKind.Any or SqlTypeKind.Null:
            // An array is let through, as rules are in the field that take a key of collect(*); it is a row error.
            case SqlTypeKind.Array:
                return new BoundMember(span, target, key, SqlType.Any);
            case SqlTypeKind.Struct:
                return BindField(target, key, span);
            default:
                return Report(SqlDiagnostics.MemberOfScalar.At(span, Describe(target), key));
        }
    }

    private BoundMember BindField(BoundExpression target, string key, TextSpan span)
    {
        var fields = target.Type.Fields;
        var field = fields.FirstOrDefault(other => other.Name == key)
            ?? fields.FirstOrDefault(other => string.Equals(other.Name, key, StringComparison.OrdinalIgnoreCase));
        if (field is not null)
            return new(span, target, field.Name, field.Type);

        _diagnostics.Report(SqlDiagnostics.UnknownMember.At(span, BoundText.Of(target), key).Suggesting(key, fields.Select(static other => other.Name)));
        return new(span, target, key, SqlType.Any);
    }

    private BoundExpression BindWildcard(WildcardExpressionSyntax wildcard)
    {
        var source = wildcard.Qualifier is null ? null : FindSource(wildcard.Qualifier);
        if (wildcard.Qualifier is { } qualifier && source is null)
            return Report(SqlDiagnostics.UnknownQualifier.At(wildcard.Span, qualifier).Suggesting(qualifier, _sources.Select(static other => other.Name)));

        foreach (var exception in wildcard.Exceptions.Where(exception => !MayHave(source, exception.Text)))
            _diagnostics.Report(SqlDiagnostics.UnknownExcept.At(exception.Span, exception.Text).Suggesting(exception.Text, ColumnNames()));

        return new BoundWholeRow(
            wildcard.Span,
            source,
            wildcard.Exceptions.Select(static exception => exception.Text).ToEquatableArray(),
            wildcard.Replacements.Select(item => new BoundReplacement(item.Alias?.Text ?? "", BindExpression(item.Expression))).ToEquatableArray());
    }

    private bool MayHave(SourceSymbol? source, string column) => (source is null ? _sources : [source])
        .Any(other => other.Stream.IsSchemaless || FindColumn(other.Stream, column) is not null);

    private IEnumerable<string> ColumnNames() => _sources.SelectMany(static source => source.Stream.Columns).Select(static column => column.Name);

    private BoundError Report(SqlDiagnostic diagnostic)
    {
        _diagnostics.Report(diagnostic);
        return new(diagnostic.Span);
    }

    private static string Describe(BoundExpression expression) => expression switch
    {
        BoundLiteral { Value: null } => "NULL",
        BoundLiteral => $"{expression.Type} {BoundText.Of(expression)}",
        _ => expression.Type.ToString(),
    };
}
