namespace CompiledRules;

/// <param name="Name">Compared ordinally.</param>
/// <param name="Type">The declared type.</param>
/// <param name="Default">What strict validation puts in where the input has no such key; <see cref="SqlValue.Missing"/> where none is declared.</param>
public sealed record ColumnDefinition(string Name, ColumnType Type, SqlValue Default = default);
