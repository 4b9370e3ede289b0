using CompiledRules.Compiler.Expressions;
using CompiledRules.Compiler.Programs;
using CompiledRules.Runtime.Matching;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Compiler.Sets;

/// <summary>Puts rules over single rows of one stream together: terms into indexes, and what is left into branches that equal rules share.</summary>
/// <param name="record">The C# type of results; null for rows of slots.</param>
/// <param name="planOf">Gives the plan of a rule again, for rows that no index can judge.</param>
internal sealed class RuleSetBuilder<TIn, TOut>(int rules, RuleKeys<TIn> keys, TypeMap types, RecordShape? record, RuleOptions options, Func<int, LogicalPlan> planOf)
{
    private readonly int[] _branchOf = [.. Enumerable.Repeat(-1, rules)];
    private readonly (EquatableArray<LoweredPlace> Places, string Sql)[] _places = new (EquatableArray<LoweredPlace> Places, string Sql)[rules];
    private readonly RowTest<TIn>[]?[] _tests = new RowTest<TIn>[]?[rules];
    private readonly List<RuleBranch<TIn, TOut>> _branches = [];
    private readonly Dictionary<LoweredRule, int> _shared = [];
    private readonly Dictionary<int, List<int>> _unindexed = [];
    private readonly Dictionary<(string Column, bool IsText), (Func<TIn, bool> IsOther, HashSet<int> Rules)> _guards = [];
    private readonly Dictionary<string, RuleIndexBuilder<TIn>> _indexes = new(StringComparer.Ordinal);

    /// <returns>What the rule was lowered to; null for a rule that cannot be taken apart and has to run by itself.</returns>
    public LoweredRule? Add(int rule, LogicalPlan plan, string sql)
    {
        if (RuleTerms.Of(plan, keys.IsIndexed) is not { } terms)
            return null;

        var lowered = RuleCompiler.Lower(terms.Rest, record, options);
        var branch = _branchOf[rule] = BranchOf(lowered, sql, terms.IsShareable);
        _places[rule] = (lowered.Places, sql);
        if (terms.Terms.IsEmpty)
        {
            if (!_unindexed.TryGetValue(branch, out var others))
                _unindexed.Add(branch, others = []);
            others.Add(rule);
            return lowered;
        }

        var conditions = ColumnCondition.Of(terms.Terms);
        Guard(rule, conditions);
        var best = conditions.MinBy(static condition => condition.Rank)!;
        if (!_indexes.TryGetValue(best.IndexName, out var index))
            _indexes.Add(best.IndexName, index = new RuleIndexBuilder<TIn>(keys, best));
        index.Add(best, rule);
        _tests[rule] = conditions.Where(condition => condition != best).Select(condition => condition.ToTest(keys)).ToArray() is { Length: > 0 } tests ? tests : null;
        return lowered;
    }

    public RuleSetProgram<TIn, TOut> Build() => new(
        () => [.. _indexes.Values.Select(static index => index.Build())],
        _branches,
        _branchOf,
        _tests,
        [.. _guards.Values.Select(static guard => new RuleGuard<TIn>(guard.IsOther, [.. guard.Rules]))],
        [.. _unindexed.Select(static entry => (entry.Key, entry.Value.ToArray()))],
        Whole,
        PlacesOf);

    private RulePlaces PlacesOf(int rule) => new(_places[rule].Places, _places[rule].Sql);

    private void Guard(int rule, IEnumerable<ColumnCondition> conditions)
    {
        foreach (var condition in conditions)
        {
            var isText = condition.Texts is not null;
            if (_guards.TryGetValue((condition.Column.Name, isText), out var known))
                known.Rules.Add(rule);
            else if (keys.IsOther(condition.Column, isText) is { } isOther)
                _guards.Add((condition.Column.Name, isText), (isOther, [rule]));
        }
    }

    private RuleBranch<TIn, TOut> Whole(int rule)
    {
        var lowered = RuleCompiler.Lower(planOf(rule), record, options);
        return Compile(lowered, _places[rule].Sql) with { Places = new RulePlaces(lowered.Places, _places[rule].Sql) };
    }

    private int BranchOf(LoweredRule lowered, string sql, bool isShareable)
    {
        // Where the rules stand in their texts makes no difference to what they do.
        var key = lowered with { Places = [] };
        if (isShareable && _shared.TryGetValue(key, out var known))
            return known;

        _branches.Add(Compile(lowered, sql));
        if (isShareable)
            _shared.Add(key, _branches.Count - 1);
        return _branches.Count - 1;
    }

    // Bodies that differ in constants alone are compiled once.
    private RuleBranch<TIn, TOut> Compile(LoweredRule lowered, string sql)
    {
        var code = RuleCode.Of(lowered, sql);
        var body = ((LoweredRows)code.Lifted.Rule.Root).Body;
        var loop = LambdaCache.Find(body, typeof(RowLoop<TIn, RowOutput<TOut>>), types, () => ExpressionEmitter.CompileLoop<TIn, RowOutput<TOut>>(body, types));
        return new((RowLoop<TIn, RowOutput<TOut>>)loop, code.Constants(types));
    }
}
