using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Planning;

/// <summary>Which columns of its sources a set of expressions reads, down to the fields of structs.</summary>
internal sealed class ColumnUse
{
    private readonly Dictionary<string, Dictionary<string, PathNode>> _columns = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wholeRows = new(StringComparer.Ordinal);
    private readonly HashSet<string> _aliases = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<SourceSymbol> _sources;

    private ColumnUse(IReadOnlyList<SourceSymbol> sources) => _sources = sources;

    /// <param name="sources">All sources that <c>*</c> spans.</param>
    public static ColumnUse Of(IEnumerable<BoundExpression> expressions, IReadOnlyList<SourceSymbol> sources)
    {
        var use = new ColumnUse(sources);
        foreach (var expression in expressions)
            use.Visit(expression);
        return use;
    }

    /// <summary>Whether all keys of a schemaless source are read.</summary>
    public bool NeedsWholeRow(SourceSymbol source) => source.Stream.IsSchemaless && _wholeRows.Contains(source.Name);

    /// <summary>The columns that are read: declared ones in their order, then others in the order of first use.</summary>
    /// <param name="required">A column that is read in any case, or null.</param>
    public EquatableArray<ColumnSymbol> Columns(SourceSymbol source, string? required = null)
    {
        var used = _columns.TryGetValue(source.Name, out var columns) ? new Dictionary<string, PathNode>(columns, StringComparer.Ordinal) : new(StringComparer.Ordinal);
        if (required is not null)
            used[required] = PathNode.Whole;

        var declared = source.Stream.Columns.Items.Where(column => used.ContainsKey(column.Name)).Select(column => Prune(column, used[column.Name]));
        var others = used.Keys.Where(name => source.Stream.Columns.All(column => column.Name != name)).Select(static name => new ColumnSymbol(name, SqlType.Any));
        return declared.Concat(others).ToEquatableArray();
    }

    private void Visit(BoundExpression expression)
    {
        switch (expression)
        {
            case BoundField or BoundMember when TryGetPath(expression) is { } path:
                Add(path.Field.Source, path.Field.Column.Name, path.Keys);
                break;
            case BoundFirstField first:
                foreach (var source in first.Sources)
                    Add(source, first.Name, []);
                break;
            // Counting rows reads nothing of them.
            case BoundAggregate { Function: { Name: "count", IsBuiltIn: true }, Arguments: [BoundWholeRow] }:
                break;
            case BoundWholeRow row:
                VisitRow(row);
                break;
            case BoundAlias alias when !_aliases.Add(alias.Alias.Name):
                break;
            default:
                foreach (var child in BoundTree.Children(expression))
                    Visit(child);
                break;
        }
    }

    private void VisitRow(BoundWholeRow row)
    {
        foreach (var source in row.Source is { } one ? [one] : _sources)
        {
            _wholeRows.Add(source.Name);
            foreach (var column in source.Stream.Columns)
            {
                if (!row.Except.Contains(column.Name) && row.Replace.All(replacement => replacement.Name != column.Name))
                    Add(source, column.Name, []);
            }
        }

        foreach (var replacement in row.Replace)
            Visit(replacement.Expression);
    }

    private static (BoundField Field, List<string> Keys)? TryGetPath(BoundExpression expression)
    {
        switch (expression)
        {
            case BoundField field:
                return (field, []);
            case BoundMember member when TryGetPath(member.Target) is { } path:
                path.Keys.Add(member.Key);
                return path;
            default:
                return null;
        }
    }

    private void Add(SourceSymbol source, string column, IReadOnlyList<string> keys)
    {
        if (!_columns.TryGetValue(source.Name, out var columns))
            _columns[source.Name] = columns = new(StringComparer.Ordinal);
        columns[column] = (columns.TryGetValue(column, out var node) ? node : PathNode.None).With(keys, 0);
    }

    private static ColumnSymbol Prune(ColumnSymbol column, PathNode use)
    {
        if (use.IsWhole || column.Type is not { Kind: SqlTypeKind.Struct, Fields.IsEmpty: false })
            return column;

        var fields = column.Type.Fields.Items.Where(field => use.Keys.ContainsKey(field.Name)).Select(field => Prune(field, use.Keys[field.Name])).ToEquatableArray();
        return fields.IsEmpty ? column : column with { Type = column.Type with { Fields = fields } };
    }

    /// <summary>A value of which everything is read, or only what is under some keys.</summary>
    private sealed record PathNode(bool IsWhole, Dictionary<string, PathNode> Keys)
    {
        public static PathNode Whole { get; } = new(true, []);

        public static PathNode None { get; } = new(false, []);

        public PathNode With(IReadOnlyList<string> keys, int depth)
        {
            if (IsWhole || depth == keys.Count)
                return Whole;

            var children = Keys.ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
            children[keys[depth]] = (children.TryGetValue(keys[depth], out var child) ? child : None).With(keys, depth + 1);
            return this with { Keys = children };
        }
    }
}
