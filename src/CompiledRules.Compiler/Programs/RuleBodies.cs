using CompiledRules.Compiler.Expressions;
using CompiledRules.Compiler.Roslyn;
using CompiledRules.Runtime.Programs;
using CompiledRules.Sql.Assembling;
using CompiledRules.Sql.Diagnostics;

namespace CompiledRules.Compiler.Programs;

/// <summary>Compiles bodies, each shape once as long as a rule of it lives.</summary>
internal static class RuleBodies
{
    /// <param name="rows">The C# types of a typed rule's rows, the input first; empty for rows of slots.</param>
    /// <exception cref="RuleCompilationException">The back end cannot see a type of the rows.</exception>
    public static RuleBody<TOut> Of<TOut>(RuleCode code, TypeMap types, IReadOnlyList<Type> rows, RuleBackend backend) => AllOf<TOut>([code], types, rows, backend)[0];

    /// <exception cref="RuleCompilationException">C# in another assembly cannot see a type of the rows.</exception>
    public static void RequireVisible(IReadOnlyList<Type> rows, string sql)
    {
        if (rows.FirstOrDefault(static type => !type.IsVisible) is { } hidden)
            throw new RuleCompilationException([SqlDiagnostics.TypeNotVisible.At(new(0, sql.Length), hidden.Name)]);
    }

    /// <summary>Compiles the bodies that are missing together.</summary>
    public static IReadOnlyList<RuleBody<TOut>> AllOf<TOut>(IReadOnlyList<RuleCode> codes, TypeMap types, IReadOnlyList<Type> rows, RuleBackend backend)
    {
        var shapes = codes.Select(code => RuleShape.Of(code.Lifted.Rule, code.Places, code.Sql, rows.Count > 0 ? rows[0] : null, backend)).ToList();
        var found = new Dictionary<RuleShape, RuleBody<TOut>>();
        var missing = new List<(RuleShape Shape, RuleCode Code)>();
        foreach (var (shape, code) in shapes.Zip(codes))
        {
            if (Known<TOut>.Bodies.TryFind(shape, out var body))
                found.TryAdd(shape, body);
            else if (!missing.Exists(other => other.Shape == shape))
                missing.Add((shape, code));
        }

        if (missing.Count > 0)
        {
            var rules = missing.ConvertAll(static rule => Assembler.Assemble(rule.Code.Lifted.Rule));
            var roots = RootsOf<TOut>(rules, [.. missing.Select(static rule => rule.Code)], types, rows, backend);
            for (var i = 0; i < missing.Count; i++)
                found[missing[i].Shape] = Keep(missing[i].Shape, new RuleBody<TOut>(rules[i], types, roots[i]), types);
        }

        return [.. shapes.Select(shape => found[shape])];
    }

    private static IReadOnlyList<Stage<TOut>> RootsOf<TOut>(
        IReadOnlyList<AssembledRule> rules, IReadOnlyList<RuleCode> codes, TypeMap types, IReadOnlyList<Type> rows, RuleBackend backend)
    {
        if (backend == RuleBackend.Instant)
            return [.. rules.Select(rule => StageBuilder.Build<TOut>(rule, types))];

        RequireVisible(rows, codes[0].Sql);
        // Only the lines that a debugger shows need the places.
        return RuleClasses.Compile<TOut>(
            [.. rules.Zip(codes, static (rule, code) => (rule with { Rule = rule.Rule with { Places = code.Places } }, code.Sql))], types, rows);
    }

    // Plugins may be there in several versions, under the same names, and have to go when they are replaced.
    private static RuleBody<TOut> Keep<TOut>(RuleShape shape, RuleBody<TOut> body, TypeMap types) =>
        types.HasPassingTypes ? body : Known<TOut>.Bodies.Keep(shape, body);

    private static class Known<TOut>
    {
        public static readonly WeakCache<RuleShape, RuleBody<TOut>> Bodies = new();
    }
}
