namespace CompiledRules.Runtime.State;

/// <summary>The byte before each item of a saved state. The numbers are the format: they never change.</summary>
internal enum StateMark : byte
{
    Section = 1,
    Missing = 2,
    Null = 3,
    False = 4,
    True = 5,
    Integer = 6,
    Float = 7,
    String = 8,
    Bytes = 9,
    Time = 10,
    Array = 11,
    Object = 12,
}
