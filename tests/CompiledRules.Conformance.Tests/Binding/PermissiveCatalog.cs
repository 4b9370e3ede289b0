using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Conformance.Tests.Binding;

/// <summary>The built-in functions, and a schemaless stream for every name: for statements whose data has no definitions.</summary>
internal sealed class PermissiveCatalog : ICatalog
{
    private static readonly FunctionTable s_functions = new(FunctionReader.BuiltIn);

    public static PermissiveCatalog Instance { get; } = new();

    public IEnumerable<string> StreamNames => [];

    public IEnumerable<string> FunctionNames => s_functions.Functions.Select(static function => function.Name);

    public StreamSymbol? FindStream(string name) => new(name, StreamKind.Stream, [], IsSchemaless: true);

    public FunctionSymbol? FindFunction(string name) => s_functions.Find(name);
}
