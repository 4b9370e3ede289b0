namespace CompiledRules.Cli.Running;

/// <summary>The AES key of the options <c>encryption</c> and <c>decryption</c>, from the environment.</summary>
internal static class EncryptionKey
{
    public const string Variable = "CR_AES_KEY";

    /// <summary>Null where the variable is not set.</summary>
    /// <exception cref="CommandFailure">It holds no key.</exception>
    public static byte[]? Read()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text)
            return null;

        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length is 16 or 24 or 32
            ? key[..length]
            : throw new CommandFailure($"{Variable}: its value cannot be used; expected the base64 form of 16, 24 or 32 bytes");
    }
}
