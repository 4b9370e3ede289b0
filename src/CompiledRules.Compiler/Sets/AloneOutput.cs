using CompiledRules.Runtime.Matching;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Compiler.Sets;

/// <summary>The results of a rule that runs by itself, as results of the set.</summary>
internal sealed class AloneOutput<TOut>(int rule, IRuleSetOutput<TOut> output, Action onCompleted) : IRuleOutput<TOut>
{
    private readonly int[] _rules = [rule];

    public void OnRows(ReadOnlySpan<TOut> rows)
    {
        foreach (var row in rows)
            output.OnRow(_rules, row);
    }

    public void OnCollection(ReadOnlySpan<TOut> rows) => output.OnCollection(rule, rows);

    public void OnError(RowError error) => output.OnError(rule, error);

    public void OnCompleted() => onCompleted();
}
