using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Catalogs;

/// <summary>One stream of a C# type, which answers to any name.</summary>
internal sealed class ClrCatalog(Type row, FunctionTable functions) : ICatalog
{
    public IEnumerable<string> StreamNames => [];

    public IEnumerable<string> FunctionNames => functions.Functions.Select(static function => function.Name);

    public StreamSymbol FindStream(string name) => ClrRecords.StreamOf(name, row);

    public FunctionSymbol? FindFunction(string name) => functions.Find(name);
}
