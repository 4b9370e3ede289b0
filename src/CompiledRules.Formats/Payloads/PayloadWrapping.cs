namespace CompiledRules.Formats.Payloads;

/// <summary>What is done to an encoded message before it leaves: it is compressed, then encrypted.</summary>
public sealed class PayloadWrapping
{
    private readonly Compression? _compression;
    private readonly Encryption? _encryption;

    private PayloadWrapping(Compression? compression, Encryption? encryption)
    {
        _compression = compression;
        _encryption = encryption;
    }

    /// <summary>Reads <c>compression</c>, <c>compressionProps</c>, <c>encryption</c> and <c>encProps</c> of a sink; null where nothing is to be done.</summary>
    /// <param name="options">Those of the sink.</param>
    /// <param name="key">The host's AES key; null where it has none.</param>
    /// <exception cref="OptionException">An option cannot be used.</exception>
    public static PayloadWrapping? Read(ConnectorOptions options, byte[]? key)
    {
        var (compression, encryption) = (Compression.Read(options, "compression"), Encryption.Read(options, "encryption", "encProps", key));
        return compression is null && encryption is null ? null : new PayloadWrapping(compression, encryption);
    }

    public ReadOnlyMemory<byte> Wrap(ReadOnlyMemory<byte> message)
    {
        if (_compression is not null)
            message = _compression.Compress(message.Span);
        return _encryption is null ? message : _encryption.Encrypt(message.Span);
    }
}
