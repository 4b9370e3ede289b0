using System.ComponentModel;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

/// <summary>A step of a compiled rule: code without state, from which each run makes an operator.</summary>
/// <typeparam name="TUnit">What the step hands on.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Stage<TUnit>
{
    /// <summary>Makes the step's operator and all before it for one run.</summary>
    public abstract void Connect(RunScope run, IWindowObserver<TUnit> next);
}
