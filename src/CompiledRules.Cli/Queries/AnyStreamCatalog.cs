using CompiledRules.Sql.Symbols;

namespace CompiledRules.Cli.Queries;

/// <summary>A schemaless stream that answers to any name, for a statement that stands alone.</summary>
internal sealed class AnyStreamCatalog(FunctionTable functions) : ICatalog
{
    public IEnumerable<string> StreamNames => [];

    public IEnumerable<string> FunctionNames => functions.Functions.Select(static function => function.Name);

    public StreamSymbol FindStream(string name) => new(name, StreamKind.Stream, [], IsSchemaless: true);

    public FunctionSymbol? FindFunction(string name) => functions.Find(name);
}
