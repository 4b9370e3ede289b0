using System.Text.Json.Nodes;
using CompiledRules.Server.Http;
using CompiledRules.Server.Store;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Server.Definitions;

/// <summary>The streams and tables of the server, kept in its store. May be used from any thread.</summary>
internal sealed class StreamRegistry
{
    private readonly Lock _gate = new();
    private readonly ServerStore _store;
    private DefinitionStore _definitions = new();

    public StreamRegistry(ServerStore store)
    {
        _store = store;
        Reload();
    }

    public IReadOnlyList<StreamSymbol> All
    {
        get
        {
            lock (_gate)
                return [.. _definitions.Names.Order(StringComparer.Ordinal).Select(name => _definitions.Find(name)!)];
        }
    }

    public StreamSymbol? Find(string name)
    {
        lock (_gate)
            return _definitions.Find(name);
    }

    /// <summary>The stream or table of a kind.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public StreamSymbol Get(DefinitionKind kind, string name) =>
        Find(name) is { } stream && IsOf(stream, kind) ? stream : throw ApiException.NotFound($"{Word(kind)} {name} is not found");

    /// <summary>The statement that has made each stream and table.</summary>
    public IReadOnlyDictionary<string, string> Statements =>
        _store.ReadAll(Sections.Streams).ToDictionary(static entry => entry.Key, static entry => StatementOf(entry.Value), StringComparer.Ordinal);

    /// <returns>The text of the reply.</returns>
    /// <exception cref="ApiException">The statement is no definition of the kind, or is refused.</exception>
    public string Create(DefinitionKind kind, string sql)
    {
        var statement = Parse(kind, sql);
        return Change(definitions => definitions.Execute(statement), () => Keep(statement, sql));
    }

    /// <returns>The text of the reply.</returns>
    /// <exception cref="ApiException">The statement is no definition of the kind and name, or is refused.</exception>
    public string Replace(DefinitionKind kind, string name, string sql)
    {
        sql = Secrets.RestoreInStatement(sql, Statements.GetValueOrDefault(name));
        var statement = Parse(kind, sql);
        _ = Get(kind, name);
        return Change(definitions => definitions.Replace(name, statement), () => Keep(statement, sql));
    }

    /// <returns>The text of the reply.</returns>
    /// <exception cref="ApiException">There is no such stream or table.</exception>
    public string Drop(DefinitionKind kind, string name)
    {
        _ = Get(kind, name);
        var statement = new DropStatementSyntax(default, kind, new IdentifierSyntax(default, name));
        return Change(definitions => definitions.Execute(statement), () => _store.Remove(Sections.Streams, name));
    }

    public static bool IsOf(StreamSymbol stream, DefinitionKind kind) => stream.Kind == StreamKind.Stream == (kind == DefinitionKind.Stream);

    public static string Word(DefinitionKind kind) => kind == DefinitionKind.Table ? "table" : "stream";

    private static CreateStatementSyntax Parse(DefinitionKind kind, string sql)
    {
        var parsed = Parser.ParseScript(sql);
        if (parsed.HasErrors)
            throw new ApiException(ErrorCode.SqlParse, string.Join("; ", parsed.Diagnostics.Where(static diagnostic => diagnostic.IsError)));
        return parsed.Root.Statements.Items is [CreateStatementSyntax statement] && statement.Kind == kind
            ? statement
            : throw new ApiException(ErrorCode.Stream, $"expected one statement CREATE {Word(kind).ToUpperInvariant()} …");
    }

    private static string StatementOf(string value) => (string)JsonNode.Parse(value)!["statement"]!;

    // What the store has not taken has not happened.
    private string Change(Func<DefinitionStore, DefinitionResult> change, Action keep)
    {
        lock (_gate)
        {
            var result = change(_definitions);
            if (result.IsError)
                throw new ApiException(ErrorCode.Stream, string.Join('\n', result.Lines));

            try
            {
                keep();
            }
            catch
            {
                Reload();
                throw;
            }

            return string.Join('\n', result.Lines);
        }
    }

    private void Keep(CreateStatementSyntax statement, string sql)
    {
        var symbol = StreamDefinition.ToSymbol(statement);
        var isTemporary = string.Equals(symbol.Option("TEMP"), "true", StringComparison.OrdinalIgnoreCase);
        if (isTemporary)
            return;

        var value = new JsonObject
        {
            ["streamType"] = (int)statement.Kind,
            ["streamKind"] = symbol.Kind == StreamKind.LookupTable ? "lookup" : symbol.Kind == StreamKind.ScanTable ? "scan" : "",
            ["statement"] = sql,
        };
        _store.Put(Sections.Streams, symbol.Name, value.ToJsonString(Reply.Json));
    }

    private void Reload()
    {
        _definitions = new DefinitionStore();
        foreach (var (_, value) in _store.ReadAll(Sections.Streams))
        {
            var parsed = Parser.ParseScript(StatementOf(value));
            if (!parsed.HasErrors && parsed.Root.Statements.Items is [CreateStatementSyntax statement])
                _definitions.Execute(statement);
        }
    }
}
