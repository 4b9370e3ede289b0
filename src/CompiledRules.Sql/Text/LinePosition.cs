namespace CompiledRules.Sql.Text;

/// <summary>A place as editors show it: line and column both count from 1, the column in UTF-16 units.</summary>
public readonly record struct LinePosition(int Line, int Column);
