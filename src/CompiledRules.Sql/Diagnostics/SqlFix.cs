namespace CompiledRules.Sql.Diagnostics;

/// <summary>A change that takes a diagnostic away, for editors.</summary>
public abstract record SqlFix;

/// <summary>Writes something else for a word inside the span.</summary>
public sealed record ReplaceWordFix(string Word, string Instead) : SqlFix;

/// <summary>Writes something else for the end of the span, from its last operator on.</summary>
public sealed record ReplaceEndFix(string Operator, string Instead) : SqlFix;

/// <summary>Writes something behind the span.</summary>
public sealed record AppendFix(string Text) : SqlFix;

/// <summary>Adds a member to the C# type of the output rows.</summary>
/// <param name="TypeName">Its full name.</param>
/// <param name="MemberType">As C# writes it.</param>
public sealed record AddMemberFix(string TypeName, string Member, string MemberType) : SqlFix;
