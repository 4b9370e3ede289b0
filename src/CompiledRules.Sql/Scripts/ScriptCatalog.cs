using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Scripts;

/// <summary>The streams and tables of definitions together with the functions of another catalog.</summary>
public sealed class ScriptCatalog(DefinitionStore definitions, ICatalog functions) : ICatalog
{
    public IEnumerable<string> StreamNames => definitions.Names.Concat(functions.StreamNames);

    public IEnumerable<string> FunctionNames => functions.FunctionNames;

    public StreamSymbol? FindStream(string name) => definitions.Find(name) ?? functions.FindStream(name);

    public FunctionSymbol? FindFunction(string name) => functions.FindFunction(name);
}
