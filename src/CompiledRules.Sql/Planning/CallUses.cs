using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Planning;

/// <summary>A call into another process and when its result is asked for.</summary>
/// <param name="Key">Equal for equal calls.</param>
/// <param name="Condition">Null for always.</param>
internal sealed record CallUse(BoundExpression Key, BoundCall Call, BoundExpression? Condition)
{
    /// <summary>Whether neither an argument nor the condition waits for another call.</summary>
    public bool IsReady => !Call.Arguments.Any(BoundTree.HasRemote) && (Condition is null || !BoundTree.HasRemote(Condition));
}

/// <summary>The calls into other processes that expressions ask for, each once.</summary>
internal sealed class CallUses
{
    private readonly List<CallUse> _uses = [];
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);

    public List<CallUse> All => _uses;

    /// <param name="conditions">Under which the expression is evaluated.</param>
    public void Visit(BoundExpression expression, IReadOnlyList<BoundExpression> conditions)
    {
        switch (expression)
        {
            case BoundBinary { Operator: BinaryOperator.And or BinaryOperator.Or } logic:
                Visit(logic.Left, conditions);
                Visit(logic.Right, [.. conditions, Holds([(logic.Left, logic.Operator == BinaryOperator.And)], logic.Operator == BinaryOperator.Or, null)]);
                break;
            case BoundCase @case:
                Visit(@case, conditions);
                break;
            // Aliases may use each other again and again.
            case BoundAlias alias when !BoundTree.HasRemote(alias) || _visited.Contains(alias.Alias.Name):
                break;
            case BoundAlias alias:
                Visit(alias.Alias.Expression, conditions);
                if (conditions.Count == 0)
                    _visited.Add(alias.Alias.Name);
                break;
            default:
                foreach (var part in BoundTree.Children(expression))
                    Visit(part, conditions);
                if (expression is BoundCall { Function.Remote: not null } call)
                    Add(call, BoundTree.And(conditions));
                break;
        }
    }

    private void Visit(BoundCase @case, IReadOnlyList<BoundExpression> conditions)
    {
        if (@case.Operand is not null)
            Visit(@case.Operand, conditions);

        var before = new List<(BoundExpression Condition, bool Result)>();
        foreach (var when in @case.Whens)
        {
            Visit(when.Condition, before.Count == 0 ? conditions : [.. conditions, Holds(before, true, @case.Operand)]);
            Visit(when.Result, [.. conditions, Holds([.. before, (when.Condition, true)], false, @case.Operand)]);
            before.Add((when.Condition, false));
        }

        if (@case.Else is not null)
            Visit(@case.Else, [.. conditions, Holds(before, true, @case.Operand)]);
    }

    // CASE itself says which of its branches is taken, nulls included.
    private static BoundCase Holds(IEnumerable<(BoundExpression Condition, bool Result)> branches, bool otherwise, BoundExpression? operand) => new(
        default, operand, branches.Select(static branch => new BoundWhen(branch.Condition, Literal(branch.Result))).ToEquatableArray(), Literal(otherwise), SqlType.Boolean, false);

    private static BoundLiteral Literal(bool value) => new(default, SqlType.Boolean, value);

    private void Add(BoundCall call, BoundExpression? condition)
    {
        var key = BoundTree.Normalize(call);
        var position = _uses.FindIndex(use => use.Key.Equals(key));
        if (position < 0)
        {
            _uses.Add(new CallUse(key, call, condition));
            return;
        }

        if (_uses[position].Condition is { } known && !known.Equals(condition))
            _uses[position] = _uses[position] with { Condition = condition is null ? null : new BoundBinary(default, BinaryOperator.Or, known, condition, SqlType.Boolean, false) };
    }
}
