using System.ComponentModel;
using CompiledRules.Runtime.Rules;
using CompiledRules.State;

namespace CompiledRules.Runtime.Programs;

/// <summary>One run of a rule.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RuleRun<TOut> : IRuleRun
{
    private readonly RunScope _scope;
    private bool _isRestored;

    internal RuleRun(RunScope scope) => _scope = scope;

    public void Open()
    {
        foreach (var opening in _scope.Opening)
            opening(_isRestored);
    }

    public IBatchObserver<Row> InputOf(int input) => Input<Row>(input);

    /// <typeparam name="TIn">The type of the rows of that input.</typeparam>
    public IBatchObserver<TIn> Input<TIn>(int input) => (IBatchObserver<TIn>)_scope.Inputs[input]!;

    public void Save(IStateWriter writer)
    {
        _scope.Context.Save(writer);
        foreach (var state in _scope.States)
            state.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        _isRestored = true;
        _scope.Context.Load(reader);
        foreach (var state in _scope.States)
            state.Load(reader);
    }
}
