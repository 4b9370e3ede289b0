using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Testing;

namespace CompiledRules.Semantics.Tests.Calls;

public sealed class RuleSetCallTests
{
    [Test]
    public void A_rule_of_a_set_makes_no_calls() => Assert.That(
        static () => RuleCompiler.CompileSet<Numbered, Numbered>(
            ["SELECT n FROM r WHERE f(n) > 1"], [RemoteFunctions.SymbolOf(new VirtualFunction("f", static arguments => RemoteResult.From(arguments[0])))]),
        Throws.TypeOf<RuleCompilationException>().With.Message.Contains("CR4006"));

    internal readonly record struct Numbered(long N);
}
