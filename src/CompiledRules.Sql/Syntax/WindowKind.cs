namespace CompiledRules.Sql.Syntax;

public enum WindowKind
{
    Tumbling,
    Hopping,
    Sliding,
    Session,
    Count,
    State,
}
