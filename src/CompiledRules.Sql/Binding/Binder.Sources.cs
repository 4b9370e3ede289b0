using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Binding;

public sealed partial class Binder
{
    private readonly List<SourceSymbol> _sources = [];
    private readonly List<TextSpan> _sourceSpans = [];
    private readonly List<BoundDerivedSource> _derived = [];

    // With one schemaless source, a name that no declared source has is accepted and found in the row.
    private bool IsSchemaless => _sources.Exists(static source => source.Stream.IsSchemaless);

    private void BindSources(SelectSyntax select)
    {
        BindSource(select.From);
        foreach (var join in select.Joins)
            BindSource(join.Source);
    }

    private void BindSource(SourceSyntax syntax)
    {
        var source = syntax switch
        {
            NamedSourceSyntax named => BindNamed(named),
            SubquerySourceSyntax subquery => BindSubquery(subquery),
            _ => throw new InvalidOperationException($"No binding of {syntax.GetType().Name}"),
        };

        if (_sources.Exists(other => other.Name == source.Name))
            _diagnostics.Report(SqlDiagnostics.DuplicateSource.At(syntax.Alias?.Span ?? syntax.Span, source.Name));

        _sources.Add(source);
        _sourceSpans.Add(syntax.Span);
    }

    private SourceSymbol BindNamed(NamedSourceSyntax named)
    {
        var name = named.Alias?.Text ?? named.Name.Text;
        if (_commonTables.TryGetValue(named.Name.Text, out var table))
            return AddDerived(name, Nested(table.Visible).BindQuery(table.Syntax.Query));

        if (_catalog.FindStream(named.Name.Text) is not { } stream)
        {
            // A missing name has a diagnostic of the parser.
            if (named.Name.Text.Length > 0)
                _diagnostics.Report(SqlDiagnostics.UnknownStream.At(named.Name.Span, named.Name.Text).Suggesting(named.Name.Text, StreamNames()));
            stream = Unknown(named.Name.Text);
        }

        CheckStreamOptions(stream, named.Name.Span);
        return new(_sources.Count, name, stream);
    }

    private SourceSymbol BindSubquery(SubquerySourceSyntax subquery)
    {
        if (subquery.Alias is null)
            _diagnostics.Report(SqlDiagnostics.DerivedWithoutAlias.At(subquery.Span));

        return AddDerived(subquery.Alias?.Text ?? $"query{_sources.Count}", BindQuery(subquery.Query));
    }

    private SourceSymbol AddDerived(string name, BoundQuery query)
    {
        var source = new SourceSymbol(_sources.Count, name, DerivedStream.Of(name, query));
        _derived.Add(new(source, query));
        return source;
    }

    private void CheckStreamOptions(StreamSymbol stream, TextSpan span)
    {
        if (!_options.IsTemp && IsTrue(stream.Option("TEMP")))
            _diagnostics.Report(SqlDiagnostics.TempStream.At(span, stream.Name));
        if (_options.DisableBufferFullDiscard && IsTrue(stream.Option("SHARED")))
            _diagnostics.Report(SqlDiagnostics.SharedWithoutDiscard.At(span, stream.Name));
        if (_options.IsEventTime && stream.Kind == StreamKind.Stream && stream.Name.Length > 0)
            CheckTimestamp(stream, span);
        if (!_options.IsEventTime && stream.Kind == StreamKind.Stream && stream.Option("TIMESTAMP") is { Length: > 0 })
            _diagnostics.Report(SqlDiagnostics.TimestampUnused.At(span, stream.Name));
    }

    private void CheckTimestamp(StreamSymbol stream, TextSpan span)
    {
        if (stream.Option("TIMESTAMP") is not { Length: > 0 } timestamp)
        {
            if (_catalog.FindStream(stream.Name) is not null)
                _diagnostics.Report(SqlDiagnostics.EventTimeWithoutTimestamp.At(span, stream.Name));
        }
        else if (!stream.IsSchemaless && FindColumn(stream, timestamp) is null)
        {
            _diagnostics.Report(SqlDiagnostics.UnknownTimestamp.At(span, timestamp, stream.Name));
        }
    }

    private IEnumerable<string> StreamNames() => _catalog.StreamNames.Concat(_commonTables.Keys);

    /// <summary>The source of that name or alias; the name of an aliased stream works too, where only one source has it.</summary>
    private SourceSymbol? FindSource(string name)
    {
        if (_sources.Find(source => source.Name == name) is { } exact)
            return exact;

        var sameStream = _sources.FindAll(source => source.Stream.Name == name);
        return sameStream.Count == 1 ? sameStream[0] : null;
    }

    /// <summary>The declared column: by its exact name, or else by the one that differs in case only.</summary>
    private static ColumnSymbol? FindColumn(StreamSymbol stream, string name)
    {
        if (stream.Columns.FirstOrDefault(column => column.Name == name) is { } exact)
            return exact;

        var similar = stream.Columns.Where(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        return similar.Count == 1 ? similar[0] : null;
    }

    // Stands for a stream that is not there; accepts every column, so that its absence is the only error.
    private static StreamSymbol Unknown(string name) => new(name, StreamKind.Stream, [], true);

    private static bool IsTrue(string? option) => string.Equals(option, "true", StringComparison.OrdinalIgnoreCase);
}
