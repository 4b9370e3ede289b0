using CompiledRules.Sql.Symbols;

namespace CompiledRules.Conformance.Tests.Rules;

/// <summary>The streams of a case beside the functions of all.</summary>
internal sealed class ScriptedCatalog(IReadOnlyList<StreamSymbol> streams, ICatalog functions) : ICatalog
{
    public IEnumerable<string> StreamNames => streams.Select(static stream => stream.Name);

    public IEnumerable<string> FunctionNames => functions.FunctionNames;

    public StreamSymbol? FindStream(string name) => streams.FirstOrDefault(stream => stream.Name == name);

    public FunctionSymbol? FindFunction(string name) => functions.FindFunction(name);
}
