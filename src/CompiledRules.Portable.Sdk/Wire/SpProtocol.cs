namespace CompiledRules.Portable.Sdk.Wire;

/// <summary>The scalability protocols a plugin may meet; the value is what stands in the connection header.</summary>
internal enum SpProtocol : ushort
{
    Pair = 0x10,
    Request = 0x30,
    Reply = 0x31,
    Push = 0x50,
    Pull = 0x51,
}
