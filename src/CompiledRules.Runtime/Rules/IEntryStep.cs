using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Rules;

/// <summary>A step that rows can enter a rule by, without another before it.</summary>
internal interface IEntryStep<TRow> : IWindowObserver<TRow>, IBatchObserver<TRow>
{
    /// <param name="onCompleted">Called when the rows have ended.</param>
    /// <returns>False where rows enter here already: of several sources each needs an entry of its own.</returns>
    bool TryBegin(Action onCompleted);
}
