namespace CompiledRules.Sql.Symbols;

/// <summary>Streams and functions side by side.</summary>
/// <param name="streams">Looked up by exact name.</param>
public sealed class Catalog(IEnumerable<StreamSymbol> streams, FunctionTable functions) : ICatalog
{
    private readonly Dictionary<string, StreamSymbol> _streams = streams.ToDictionary(static stream => stream.Name, StringComparer.Ordinal);

    public IEnumerable<string> StreamNames => _streams.Keys;

    public IEnumerable<string> FunctionNames => functions.Functions.Select(static function => function.Name);

    public StreamSymbol? FindStream(string name) => _streams.TryGetValue(name, out var stream) ? stream : null;

    public FunctionSymbol? FindFunction(string name) => functions.Find(name);
}
