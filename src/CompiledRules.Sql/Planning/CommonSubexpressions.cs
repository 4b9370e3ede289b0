using CompiledRules.Sql.Binding;

namespace CompiledRules.Sql.Planning;

/// <summary>Gives calls that are written more than once a name, so that a row computes them at most once.</summary>
/// <remarks>Only calls whose equal arguments always give an equal result are shared. Like any alias, a shared call is computed when it is first asked for.</remarks>
internal static class CommonSubexpressions
{
    public static LogicalPlan Apply(LogicalPlan plan)
    {
        var calls = new SharedCalls();
        var shared = PlanTree.Rewrite(plan, step => PlanExpressions.Rewrite(step, calls.Share));
        return PlanTree.Rewrite(shared, step => PlanExpressions.Rewrite(step, calls.Unshare));
    }

    private sealed class SharedCalls
    {
        // No name in SQL can begin so.
        private const string Prefix = "$call";

        private readonly Dictionary<BoundExpression, AliasSymbol> _symbols = [];
        private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);

        /// <summary>Every call that can be shared becomes an alias; inner ones first, so that equal calls have equal arguments.</summary>
        public BoundExpression Share(BoundExpression expression)
        {
            if (expression is not BoundCall call || !IsShareable(call))
                return expression;

            var key = BoundTree.Normalize(call);
            if (!_symbols.TryGetValue(key, out var symbol))
                _symbols.Add(key, symbol = new AliasSymbol(Prefix + _symbols.Count, call));

            _uses[symbol.Name] = _uses.TryGetValue(symbol.Name, out var uses) ? uses + 1 : 1;
            return new BoundAlias(call.Span, symbol);
        }

        /// <summary>A call that turned out to be the only one of its kind is itself again.</summary>
        public BoundExpression Unshare(BoundExpression expression) =>
            expression is BoundAlias { Alias: var alias } && _uses.TryGetValue(alias.Name, out var uses) && uses == 1 ? alias.Expression : expression;

        private static bool IsShareable(BoundCall call)
        {
            var overloads = call.Overload is { } overload ? [overload] : call.Function.Overloads;
            return call.Arguments.Count > 0 && call.Function.Remote is null && overloads.Items.All(static overload => overload is { IsDeterministic: true, TakesContext: false });
        }
    }
}
