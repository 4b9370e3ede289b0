namespace CompiledRules;

/// <summary>Makes a public static method a set-returning function of SQL: each element of the result makes a copy of the row.</summary>
/// <remarks>
/// The method takes one argument, by the rules of <see cref="SqlFunctionAttribute"/>, and returns <see cref="SqlArray"/> or null. An element that is an object is
/// spread over the row's columns, whose names it takes over; any other becomes the column of the call's alias or name. Null and the empty array make no row.
/// A null, an empty array or an empty object as the argument gives null without a call.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqlTableFunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
