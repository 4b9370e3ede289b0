using CompiledRules.Hosting;
using CompiledRules.Sql.Scripts;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Extensions.Hosting.Compilation;

/// <summary>The rules of an application, compiled as far as text goes.</summary>
/// <param name="Problems">What is wrong, one line each; where there is anything, the set cannot be run.</param>
/// <param name="Warnings">What a reader of the rules should know.</param>
internal sealed record RuleSet(
    RuleHost Host, IReadOnlyList<StreamSymbol> Streams, IReadOnlyList<CompiledEntry> Rules, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings);

/// <summary>A rule with the text around it.</summary>
/// <param name="Text">What the rule's spans count in.</param>
/// <param name="Sinks">In the order of INTO.</param>
internal sealed record CompiledEntry(ScriptRule Rule, string Text, IReadOnlyList<SinkSettings> Sinks);
