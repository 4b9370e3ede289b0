namespace CompiledRules.Sql.Syntax;

/// <summary>The units a window's length is given in.</summary>
public enum TimeUnit
{
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
}
