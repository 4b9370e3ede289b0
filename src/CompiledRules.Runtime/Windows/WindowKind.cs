namespace CompiledRules.Runtime.Windows;

public enum WindowKind
{
    Tumbling,
    Hopping,
    Sliding,
    Session,
    Count,
    State,
}
