namespace CompiledRules.Compiler;

/// <summary>How a rule becomes machine code. Results are the same.</summary>
public enum RuleBackend
{
    /// <summary>By expression trees: ready in milliseconds, takes no compiler into memory.</summary>
    Instant,

    /// <summary>By C# and Roslyn, in an assembly that is unloaded with the rule: slower to compile, and a debugger steps through the rule's SQL.</summary>
    Optimized,

    /// <summary>Begins as <see cref="Instant"/>. When its rules have taken many rows, the other form is compiled in the background, and runs change over between two batches.</summary>
    Tiered,
}
