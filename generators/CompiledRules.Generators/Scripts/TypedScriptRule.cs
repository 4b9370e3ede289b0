using CompiledRules.Sql;
using CompiledRules.Sql.Assembling;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Scripts;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Generators.Scripts;

/// <summary>A rule of a script over the row types of its streams.</summary>
/// <param name="Name">Of its method.</param>
/// <param name="ResultName">The type of its results, to be generated.</param>
/// <param name="Sql">What the places of the rule count in.</param>
internal sealed record TypedScriptRule(ScriptRule Rule, string Name, string ResultName, string Sql, AssembledRule Code)
{
    /// <summary>Null for a rule that has no typed form: a stream without declared columns, a lookup table, or columns that are known only when a row is there.</summary>
    public static TypedScriptRule? TryCreate(RuleScript script, ScriptCompilation compilation, ScriptRule rule, ICatalog functions)
    {
        var sql = script.Text.Substring(rule.Sql.Start, rule.Sql.Length);
        var streams = compilation.Streams.Items
            .Where(static stream => stream.Columns.Count > 0 && stream.Kind != StreamKind.LookupTable)
            .Select(stream => ScriptRows.Typed(stream, script));
        var typed = Compilation.Compile(sql, new TypedCatalog(streams.ToList(), functions), rule.Options);
        if (typed.Plan is not { } plan)
            return null;

        var name = ScriptNames.Pascal(rule.Name);
        var diagnostics = new DiagnosticBag();
        var lowered = Lowerer.Lower(plan, new RecordShape(script.QualifiedName(name + "Result"), [], [], IsInferred: true), rule.Options, diagnostics);
        return diagnostics.HasErrors || lowered.Output.Record is null ? null : new TypedScriptRule(rule, name, name + "Result", sql, Assembler.Assemble(lowered));
    }

    private sealed class TypedCatalog(IReadOnlyList<StreamSymbol> streams, ICatalog functions) : ICatalog
    {
        public IEnumerable<string> StreamNames => streams.Select(static stream => stream.Name);

        public IEnumerable<string> FunctionNames => functions.FunctionNames;

        public StreamSymbol? FindStream(string name) => streams.FirstOrDefault(stream => stream.Name == name);

        public FunctionSymbol? FindFunction(string name) => functions.FindFunction(name);
    }
}
