using System.Reflection;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Compiler.Expressions;
using CompiledRules.Compiler.Programs;
using CompiledRules.Sql;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler;

/// <summary>Compiles statements while the program runs.</summary>
/// <remarks>Safe to use from any thread. What a statement means is the same on every back end.</remarks>
public static class RuleCompiler
{
    /// <summary>Compiles a statement over rows of slots.</summary>
    /// <param name="extensions">The assemblies of plugins whose functions the catalog has; null for none.</param>
    /// <param name="tiering">For <see cref="RuleBackend.Tiered"/>; null for the default.</param>
    /// <exception cref="RuleCompilationException">The statement has errors; the exception holds them all.</exception>
    public static CompiledRule Compile(
        string sql,
        ICatalog catalog,
        RuleOptions? options = null,
        IReadOnlyList<Assembly>? extensions = null,
        RuleBackend backend = RuleBackend.Instant,
        TieringOptions? tiering = null)
    {
        options ??= RuleOptions.Default;
        return Compile(Compilation.Compile(sql, catalog, options), sql, options, extensions, backend, tiering);
    }

    /// <summary>Compiles a statement that is bound and planned.</summary>
    /// <param name="text">The text that the statement's spans count in: its own, or that of the script around it.</param>
    /// <param name="options">Those that <paramref name="compilation"/> was made with.</param>
    /// <param name="extensions">The assemblies of plugins whose functions the catalog has; null for none.</param>
    /// <param name="tiering">For <see cref="RuleBackend.Tiered"/>; null for the default.</param>
    /// <exception cref="RuleCompilationException">The statement has errors; the exception holds them all.</exception>
    public static CompiledRule Compile(
        Compilation compilation,
        string text,
        RuleOptions options,
        IReadOnlyList<Assembly>? extensions = null,
        RuleBackend backend = RuleBackend.Instant,
        TieringOptions? tiering = null)
    {
        var (lowered, plan, diagnostics) = Lower(compilation, null, options);
        var types = new TypeMap([], extensions);
        var code = RuleCode.Of(lowered, text);
        var (body, heat) = RuleTiering.Begin<Row>(code, types, [], backend, tiering);
        return new CompiledRule(ProgramBuilder.BuildSlots(body, code, options, types, heat), plan, diagnostics);
    }

    /// <summary>Compiles many statements over rows of slots by one run of the C# compiler, which is several times faster than one run each. They are unloaded together.</summary>
    /// <exception cref="RuleCompilationException">A statement has errors; the exception holds those of the first such one.</exception>
    public static IReadOnlyList<CompiledRule> CompileAll(IReadOnlyList<string> statements, ICatalog catalog, RuleOptions? options = null)
    {
        options ??= RuleOptions.Default;
        var types = new TypeMap([]);
        var lowered = statements.Select(sql => Lower(Compilation.Compile(sql, catalog, options), null, options)).ToList();
        var codes = lowered.Zip(statements, static (rule, sql) => RuleCode.Of(rule.Rule, sql)).ToList();
        var bodies = RuleBodies.AllOf<Row>(codes, types, [], RuleBackend.Optimized);
        return [.. lowered.Select((rule, index) => new CompiledRule(ProgramBuilder.BuildSlots(bodies[index], codes[index], options, types), rule.Plan, rule.Diagnostics))];
    }

    /// <summary>What a statement is compiled from, as text.</summary>
    /// <exception cref="RuleCompilationException">The statement has errors; the exception holds them all.</exception>
    public static RuleExplanation Explain(Compilation compilation) => RuleExplanation.Of(Lower(compilation, null, RuleOptions.Default).Rule);

    /// <summary>Compiles a statement from rows of one C# type to rows of another.</summary>
    /// <typeparam name="TIn">Its public properties and fields are the columns of the one stream in FROM, whatever the name there.</typeparam>
    /// <typeparam name="TOut">Each output column needs a member, or a parameter of the constructor, of its name; case is ignored where no exact match exists.</typeparam>
    /// <param name="functions">Functions besides the built-in ones; null for none.</param>
    /// <exception cref="RuleCompilationException">The statement has errors, or its columns do not fit the types.</exception>
    public static TypedRule<TIn, TOut> Compile<TIn, TOut>(
        string sql,
        IReadOnlyList<FunctionSymbol>? functions = null,
        RuleOptions? options = null,
        RuleBackend backend = RuleBackend.Instant,
        TieringOptions? tiering = null)
    {
        options ??= RuleOptions.Default;
        var catalog = new ClrCatalog(typeof(TIn), new FunctionTable([.. FunctionReader.BuiltIn, .. functions ?? []]));
        var (lowered, _, diagnostics) = Lower(Compilation.Compile(sql, catalog, options), ClrRecords.OutputOf(typeof(TOut)), options);
        var types = new TypeMap([typeof(TIn), typeof(TOut)]);
        var code = RuleCode.Of(lowered, sql);
        var (body, heat) = RuleTiering.Begin<TOut>(code, types, [typeof(TIn), typeof(TOut)], backend, tiering);
        return new TypedRule<TIn, TOut>(ProgramBuilder.Build(body, code, options, types, heat), diagnostics);
    }

    /// <summary>Compiles many statements over rows of slots of one stream together, so that a row costs what matches it.</summary>
    /// <exception cref="RuleCompilationException">A statement has errors; the exception holds those of the first such one.</exception>
    /// <exception cref="ArgumentException">A statement reads a table, or another stream than the first one.</exception>
    public static SlotRuleSet CompileSet(IReadOnlyList<string> statements, ICatalog catalog, RuleOptions? options = null) =>
        SlotRuleSet.Compile(statements, catalog, options ?? RuleOptions.Default);

    /// <summary>Compiles many statements from rows of one C# type to rows of another together, so that a row costs what matches it.</summary>
    /// <param name="functions">Functions besides the built-in ones; null for none.</param>
    /// <exception cref="RuleCompilationException">A statement has errors, or its columns do not fit the types.</exception>
    public static TypedRuleSet<TIn, TOut> CompileSet<TIn, TOut>(IReadOnlyList<string> statements, IReadOnlyList<FunctionSymbol>? functions = null, RuleOptions? options = null) =>
        TypedRuleSet<TIn, TOut>.Compile(statements, functions ?? [], options ?? RuleOptions.Default);

    internal static LogicalPlan PlanOf(string sql, ICatalog catalog, RuleOptions options)
    {
        var compilation = Compilation.Compile(sql, catalog, options);
        var plan = compilation.Plan ?? throw new RuleCompilationException(compilation.Diagnostics);

        // The rules of a set run to their end with each row; one that waited would hold up the others.
        return plan.DescendantsAndSelf().Any(static step => step is RemotePlan)
            ? throw new RuleCompilationException([SqlDiagnostics.RemoteInSet.At(new(0, sql.Length), sql)])
            : plan;
    }

    internal static LoweredRule Lower(LogicalPlan plan, RecordShape? record, RuleOptions options)
    {
        var diagnostics = new DiagnosticBag();
        var lowered = Lowerer.Lower(plan, record, options, diagnostics);
        return diagnostics.HasErrors ? throw new RuleCompilationException(diagnostics.ToSorted()) : lowered;
    }

    private static (LoweredRule Rule, LogicalPlan Plan, EquatableArray<SqlDiagnostic> Diagnostics) Lower(
        Compilation compilation, RecordShape? record, RuleOptions options)
    {
        if (compilation.Plan is not { } plan)
            throw new RuleCompilationException(compilation.Diagnostics);

        var bag = new DiagnosticBag();
        bag.ReportAll(compilation.Diagnostics);
        var lowered = Lowerer.Lower(plan, record, options, bag);
        return bag.HasErrors ? throw new RuleCompilationException(bag.ToSorted()) : (lowered, plan, bag.ToSorted());
    }
}
