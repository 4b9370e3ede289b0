using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Symbols;

/// <summary>The streams and tables that are defined, in one name space, and the statements that work on them.</summary>
/// <remarks>Names compare by case. It is not safe for use from several threads at once, and keeps nothing on disk.</remarks>
public sealed class DefinitionStore
{
    private readonly Dictionary<string, StreamSymbol> _symbols = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _symbols.Keys;

    public StreamSymbol? Find(string name) => _symbols.TryGetValue(name, out var symbol) ? symbol : null;

    /// <summary>Runs a statement that defines, shows, describes, explains or drops.</summary>
    /// <param name="statement">A statement without diagnostics.</param>
    public DefinitionResult Execute(StatementSyntax statement) => statement switch
    {
        CreateStatementSyntax { Kind: not DefinitionKind.Sink } create => Create(create),
        ShowStatementSyntax show => Show(show.Kind),
        DescribeStatementSyntax describe => Describe(describe.Kind, describe.Name.Text),
        ExplainStatementSyntax explain => Explain(explain.Kind, explain.Name.Text),
        DropStatementSyntax drop => Drop(drop.Kind, drop.Name.Text),
        _ => throw new ArgumentException($"{statement.GetType().Name} is no statement about streams and tables", nameof(statement)),
    };

    /// <summary>
    /// Puts a new definition in the place of the one called <paramref name="name"/>. Its version must be later by ordinal
    /// comparison, unless neither has one, and whether the source is shared must stay.
    /// </summary>
    public DefinitionResult Replace(string name, CreateStatementSyntax statement)
    {
        var word = Word(statement.Kind);
        if (statement.Name.Text != name)
            return DefinitionResult.Refused($"Replace {word} fails: the sql statement must update the {name} source.");
        if (Find(name, statement.Kind) is not { } old)
            return DefinitionResult.Refused($"Replace {word} fails: {word} {name} is not found.");

        var symbol = StreamDefinition.ToSymbol(statement);
        if (Flag(symbol, "TEMP") || Flag(old, "TEMP"))
            return DefinitionResult.Refused($"Replace {word} fails: {name} is temporary.");
        if (Flag(symbol, "SHARED") != Flag(old, "SHARED"))
            return DefinitionResult.Refused($"Replace {word} fails: SHARED of {name} may not change.");
        if (!IsLater(symbol.Option("VERSION") ?? "", old.Option("VERSION") ?? ""))
            return DefinitionResult.Refused($"Replace {word} fails: the version of {name} must be later than {old.Option("VERSION")}.");

        _symbols[name] = symbol;
        return DefinitionResult.Done($"{Title(statement.Kind)} {name} is replaced.");
    }

    private DefinitionResult Create(CreateStatementSyntax statement)
    {
        var name = statement.Name.Text;
        if (!IsValidName(name))
            return DefinitionResult.Refused($"id '{name}' contains invalid characters: only alphanumeric, hyphens and underscores are allowed");
        if (_symbols.ContainsKey(name))
            return DefinitionResult.Refused($"Create {Word(statement.Kind)} fails: Item {name} already exists.");

        _symbols.Add(name, StreamDefinition.ToSymbol(statement));
        return DefinitionResult.Done($"{Title(statement.Kind)} {name} is created.");
    }

    private DefinitionResult Show(DefinitionKind kind)
    {
        var names = _symbols.Values.Where(symbol => IsOf(symbol, kind)).Select(static symbol => symbol.Name).OrderBy(static name => name, StringComparer.Ordinal).ToArray();
        return DefinitionResult.Done(names.Length == 0 ? [$"No {Word(kind)} definitions are found."] : names);
    }

    private DefinitionResult Describe(DefinitionKind kind, string name) => Find(name, kind) is { } symbol
        ? DefinitionResult.Done(DefinitionText.Describe(symbol))
        : DefinitionResult.Refused($"Describe {Word(kind)} fails, {name} is not found.");

    // Plans belong to rules; for a stream the reference answers only this.
    private DefinitionResult Explain(DefinitionKind kind, string name) => Find(name, kind) is not null
        ? DefinitionResult.Done("TO BE SUPPORTED")
        : DefinitionResult.Refused($"Explain {Word(kind)} fails, {name} is not found.");

    private DefinitionResult Drop(DefinitionKind kind, string name)
    {
        if (Find(name, kind) is null)
            return DefinitionResult.Refused($"Drop {Word(kind)} fails: {Word(kind)} {name} is not found.");

        _symbols.Remove(name);
        return DefinitionResult.Done($"{Title(kind)} {name} is dropped.");
    }

    private StreamSymbol? Find(string name, DefinitionKind kind) => Find(name) is { } symbol && IsOf(symbol, kind) ? symbol : null;

    private static bool IsOf(StreamSymbol symbol, DefinitionKind kind) => symbol.Kind == StreamKind.Stream == (kind == DefinitionKind.Stream);

    private static bool Flag(StreamSymbol symbol, string option) => string.Equals(symbol.Option(option), "true", StringComparison.OrdinalIgnoreCase);

    private static bool IsLater(string version, string old) =>
        version.Length == 0 && old.Length == 0 || string.CompareOrdinal(version, old) > 0;

    private static bool IsValidName(string name) =>
        name.Length > 0 && name.All(static character => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-');

    private static string Word(DefinitionKind kind) => kind == DefinitionKind.Table ? "table" : "stream";

    private static string Title(DefinitionKind kind) => kind == DefinitionKind.Table ? "Table" : "Stream";
}
