using CompiledRules.Sql;

namespace CompiledRules.Generators.Stubs.Model;

/// <summary>A class of typed proxies: all that its code depends on.</summary>
/// <param name="Subject">What it stands for, as its documentation says it: <c>service plant</c>.</param>
/// <param name="Finder">An expression that finds functions by name, as the documentation gives it.</param>
internal sealed record StubClass(
    string HintName,
    string Namespace,
    string Name,
    string Subject,
    string Finder,
    EquatableArray<StubMethod> Methods,
    EquatableArray<StubRecord> Records,
    EquatableArray<StubEnum> Enums);

/// <param name="Function">The name in SQL.</param>
/// <param name="Parameters">In the order of the arguments; null where nothing is known of them.</param>
/// <param name="IsWholeValue">Whether the one argument stands for the message itself and not for its field.</param>
internal sealed record StubMethod(string Name, string Function, EquatableArray<StubField>? Parameters, StubType Result, bool IsWholeValue = false);

internal sealed record StubRecord(string Name, string FullName, EquatableArray<StubField> Fields);

/// <param name="SqlName">The name in SQL.</param>
internal sealed record StubField(string Name, string SqlName, StubType Type);

internal sealed record StubEnum(string Name, string FullName, EquatableArray<StubEnumValue> Values);

internal sealed record StubEnumValue(string Name, int Number);
