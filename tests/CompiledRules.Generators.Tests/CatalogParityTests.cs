using CompiledRules.Compiler.Catalogs;
using CompiledRules.Generators.Readers;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Tests;

/// <summary>Functions read from metadata, as a build does, are those that reflection reads at run time.</summary>
public sealed class CatalogParityTests
{
    private static readonly IReadOnlyList<Sql.Symbols.FunctionSymbol> s_symbols = ReadSymbols();

    [TestCaseSource(nameof(Names))]
    public void Function_is_the_same_in_both(string name) => Assert.That(
        s_symbols.SingleOrDefault(function => function.Name == name), Is.EqualTo(FunctionReader.BuiltIn.Single(function => function.Name == name)));

    [Test]
    public void Neither_knows_more() => Assert.That(
        s_symbols.Select(static function => function.Name), Is.EquivalentTo(FunctionReader.BuiltIn.Select(static function => function.Name)));

    private static IEnumerable<string> Names() => FunctionReader.BuiltIn.Select(static function => function.Name);

    private static IReadOnlyList<Sql.Symbols.FunctionSymbol> ReadSymbols()
    {
        var compilation = GeneratorHarness.Compilation();
        var assembly = compilation.References.Select(compilation.GetAssemblyOrModuleSymbol).OfType<IAssemblySymbol>().Single(static assembly => assembly.Name == "CompiledRules.Functions");
        return FunctionSymbolReader.Read(assembly, isBuiltIn: true);
    }
}
