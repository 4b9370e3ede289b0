namespace CompiledRules.Formats.Payloads;

/// <summary>What is done to a message before it is decoded: it is decrypted, then decompressed.</summary>
public sealed class PayloadUnwrapping
{
    private readonly Compression? _compression;
    private readonly Encryption? _encryption;

    private PayloadUnwrapping(Compression? compression, Encryption? encryption)
    {
        _compression = compression;
        _encryption = encryption;
    }

    /// <summary>Reads <c>decompression</c>, <c>decryption</c> and <c>decProps</c> of a stream; null where nothing is to be done.</summary>
    /// <param name="options">Those of the stream.</param>
    /// <param name="key">The host's AES key; null where it has none.</param>
    /// <exception cref="OptionException">An option cannot be used.</exception>
    public static PayloadUnwrapping? Read(ConnectorOptions options, byte[]? key)
    {
        var (compression, encryption) = (Compression.Read(options, "decompression"), Encryption.Read(options, "decryption", "decProps", key));
        return compression is null && encryption is null ? null : new PayloadUnwrapping(compression, encryption);
    }

    /// <exception cref="SqlException">The message is not compressed or encrypted in this way.</exception>
    public ReadOnlyMemory<byte> Unwrap(ReadOnlyMemory<byte> message)
    {
        if (_encryption is not null)
            message = _encryption.Decrypt(message.Span);
        return _compression is null ? message : _compression.Decompress(message);
    }
}
