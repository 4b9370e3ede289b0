using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace CompiledRules.Formats.Payloads;

/// <summary>AES over whole messages: mode <c>cfb</c> (segments of 128 bits, no padding) or <c>gcm</c>.</summary>
/// <remarks>
/// A message is its 16 bytes of initialization vector and the ciphertext under cfb; its 12 bytes of nonce, the ciphertext and the tag of 16 bytes under gcm. With
/// <c>aad</c>, where both sides know the nonce, it is the tag, zeros up to <c>tagsize</c>, and the ciphertext.
/// </remarks>
public sealed class Encryption
{
    private const int BlockSize = 16;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] _key;
    private readonly bool _isGcm;
    private readonly byte[]? _vector;
    private readonly byte[]? _associated;
    private readonly int _tagSpace;

    private Encryption(ConnectorOptions options, string propertiesOption, byte[]? key)
    {
        var given = options.GetObjectOrTemplate(propertiesOption, "an object such as {\"mode\": \"gcm\"}");
        var properties = new ConnectorOptions(options.Connector, (given.Kind == SqlKind.Object ? given.AsObject() : SqlObject.Empty).Select(static entry => entry));
        _isGcm = properties.GetChoice("mode", "cfb", "cfb", "gcm") == "gcm";
        _vector = ReadBytes(properties, "iv", _isGcm ? NonceSize : BlockSize);
        _associated = _isGcm ? ReadBytes(properties, "aad", null) : null;
        _tagSpace = _isGcm ? (int)properties.GetInteger("tagsize", TagSize, TagSize, 1024) : TagSize;
        _key = ReadBytes(properties, "key", null) ?? key ?? throw options.Error(propertiesOption, "AES Key is not defined: set basic.aesKey, or \"key\" here, to the base64 form of 16, 24 or 32 bytes");
        if (_key.Length is not (16 or 24 or 32))
            throw options.Error(propertiesOption, $"the AES key has {_key.Length} bytes; expected 16, 24 or 32");
        if (_associated is not null && _vector is null)
            throw options.Error(propertiesOption, "\"iv\" is required with \"aad\": the message does not carry it then");
        properties.RejectUnknown();
    }

    /// <summary>Reads an option that asks for encryption; null where it is not given or empty.</summary>
    /// <param name="options">Those of a connector.</param>
    /// <param name="name">Of the option: <c>encryption</c> or <c>decryption</c>.</param>
    /// <param name="propertiesName">Of the option with <c>mode</c>, <c>iv</c>, <c>aad</c>, <c>tagsize</c> and <c>key</c>, the binary ones in base64.</param>
    /// <param name="key">The host's; null where it has none.</param>
    /// <exception cref="OptionException">The method is not aes, there is no key, or a property cannot be used.</exception>
    public static Encryption? Read(ConnectorOptions options, string name, string propertiesName, byte[]? key) =>
        options.GetChoice(name, "", "", "aes") == "aes" ? new Encryption(options, propertiesName, key) : null;

    public byte[] Encrypt(ReadOnlySpan<byte> message) => _isGcm ? EncryptGcm(message) : EncryptCfb(message);

    /// <exception cref="SqlException">The message is too short, was changed, or is encrypted with another key.</exception>
    public byte[] Decrypt(ReadOnlySpan<byte> message) => _isGcm ? DecryptGcm(message) : DecryptCfb(message);

    /// <summary>Encrypts files as they grow: what is written to the result of the function arrives encrypted at its argument, after the vector in hexadecimal unless the
    /// options name it. The argument stays open.</summary>
    /// <exception cref="OptionException">The mode is gcm, which has no tag before the whole is known.</exception>
    public Func<Stream, Stream> ForFiles(ConnectorOptions options) => _isGcm
        ? throw options.Error("encProps", "found mode \"gcm\"; expected \"cfb\", since a file grows")
        : BeginFile;

    /// <summary>The whole of what a function of <see cref="ForFiles"/> wrote.</summary>
    /// <exception cref="SqlException">It begins with no vector, where the options name none; or the mode is gcm and the file was changed.</exception>
    public byte[] DecryptFile(ReadOnlySpan<byte> file)
    {
        if (_isGcm)
            return DecryptGcm(file);
        if (_vector is not null)
            return DecryptCfb([.. _vector, .. file]);

        Span<byte> vector = stackalloc byte[BlockSize];
        if (file.Length < BlockSize * 2 || Convert.FromHexString(file[..(BlockSize * 2)], vector, out _, out _) != OperationStatus.Done)
            throw new SqlException($"it does not begin with the {BlockSize * 2} hexadecimal digits of an initialization vector");
        return DecryptCfb([.. vector, .. file[(BlockSize * 2)..]]);
    }

    private CfbStream BeginFile(Stream output)
    {
        var vector = _vector ?? RandomNumberGenerator.GetBytes(BlockSize);
        if (_vector is null)
            output.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(vector)));
        return new CfbStream(output, _key, vector);
    }

    private byte[] EncryptCfb(ReadOnlySpan<byte> message)
    {
        var vector = _vector ?? RandomNumberGenerator.GetBytes(BlockSize);
        using var output = new MemoryStream(BlockSize + message.Length);
        output.Write(vector);
        using (var stream = new CfbStream(output, _key, vector))
            stream.Write(message);
        return output.ToArray();
    }

    private byte[] DecryptCfb(ReadOnlySpan<byte> message)
    {
        if (message.Length < BlockSize)
            throw new SqlException($"the message has {message.Length} bytes, which is too short for an initialization vector of {BlockSize}");

        // Only whole blocks are taken; what stands behind the message comes to nothing.
        var text = message[BlockSize..];
        var padded = new byte[(text.Length + BlockSize - 1) / BlockSize * BlockSize];
        text.CopyTo(padded);
        using var aes = Aes.Create();
        aes.Key = _key;
        return aes.DecryptCfb(padded, message[..BlockSize], PaddingMode.None, feedbackSizeInBits: BlockSize * 8)[..text.Length];
    }

    private byte[] EncryptGcm(ReadOnlySpan<byte> message)
    {
        var nonce = _vector ?? RandomNumberGenerator.GetBytes(NonceSize);
        var output = new byte[(_associated is null ? NonceSize + TagSize : _tagSpace) + message.Length];
        using var aes = new AesGcm(_key, TagSize);
        if (_associated is null)
        {
            nonce.CopyTo(output, 0);
            aes.Encrypt(nonce, message, output.AsSpan(NonceSize, message.Length), output.AsSpan(NonceSize + message.Length));
        }
        else
        {
            aes.Encrypt(nonce, message, output.AsSpan(_tagSpace), output.AsSpan(0, TagSize), _associated);
        }

        return output;
    }

    private byte[] DecryptGcm(ReadOnlySpan<byte> message)
    {
        var overhead = _associated is null ? NonceSize + TagSize : _tagSpace;
        if (message.Length < overhead)
            throw new SqlException($"the message has {message.Length} bytes, which is too short for {(_associated is null ? "nonce and tag" : "its tag")} of {overhead}");

        var text = new byte[message.Length - overhead];
        using var aes = new AesGcm(_key, TagSize);
        try
        {
            if (_associated is null)
                aes.Decrypt(message[..NonceSize], message[NonceSize..^TagSize], message[^TagSize..], text);
            else
                aes.Decrypt(_vector!, message[_tagSpace..], message[..TagSize], text, _associated);
        }
        catch (CryptographicException exception)
        {
            throw new SqlException("the message was changed on its way, or is encrypted with another key", exception);
        }

        return text;
    }

    private static byte[]? ReadBytes(ConnectorOptions properties, string name, int? length)
    {
        if (properties.GetStringOrNull(name) is not { } text)
            return null;

        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var count) || (length is { } expected && count != expected))
            throw properties.Error(name, $"its value cannot be used; expected the base64 form of {(length is null ? "its bytes" : $"{length} bytes")}");
        return bytes[..count];
    }
}
