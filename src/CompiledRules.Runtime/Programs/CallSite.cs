using System.ComponentModel;
using CompiledRules.State;

namespace CompiledRules.Runtime.Programs;

/// <summary>A call that keeps a state from row to row.</summary>
/// <param name="Create">Makes its state before the first row.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct CallSite(int Site, Func<IStateful> Create);
