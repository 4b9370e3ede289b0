namespace CompiledRules;

/// <summary>The dialect's own error for one row: a wrong type, a division by zero, an index out of range. It never stops a rule.</summary>
/// <remarks>The message says what was found and what would be right; the rule adds the row and the place in the SQL.</remarks>
public sealed class SqlException(string message, Exception? inner = null) : Exception(message, inner);
