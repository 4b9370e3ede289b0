namespace CompiledRules.Sql.Symbols;

/// <summary>A column of a stream or a field of a struct.</summary>
/// <param name="Member">The C# member that holds it, where the row is a C# type; null where the row is a row of slots.</param>
/// <param name="ClrType">The full name of that member's type, needed where it differs from the SQL type's own (<c>int</c>, <c>float</c>, <c>DateTime</c> …).</param>
/// <param name="Default">The literal of a <c>DEFAULT</c> clause: bool, long, double or string; null without one.</param>
public sealed record ColumnSymbol(
    string Name, SqlType Type, bool IsNullable = true, string? Member = null, string? ClrType = null, object? Default = null);
