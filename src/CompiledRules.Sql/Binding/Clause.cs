namespace CompiledRules.Sql.Binding;

/// <summary>Where in a statement an expression stands.</summary>
internal enum Clause
{
    Select,
    On,
    Where,
    Window,
    Trigger,
    GroupBy,
    Having,
    OrderBy,
}
