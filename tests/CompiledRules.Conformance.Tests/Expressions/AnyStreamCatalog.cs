using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Conformance.Tests.Expressions;

/// <summary>Every name is that of a stream without declared columns.</summary>
internal sealed class AnyStreamCatalog : ICatalog
{
    private static readonly FunctionTable s_functions = new(FunctionReader.BuiltIn);

    public IEnumerable<string> StreamNames => [];

    public IEnumerable<string> FunctionNames => [];

    public StreamSymbol FindStream(string name) => new(name, StreamKind.Stream, [], true);

    public FunctionSymbol? FindFunction(string name) => s_functions.Find(name);
}
