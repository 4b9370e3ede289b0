namespace CompiledRules.Sql.Diagnostics;

public enum SqlSeverity
{
    Info,
    Warning,
    Error,
}
