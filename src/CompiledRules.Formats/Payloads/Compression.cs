using System.IO.Compression;
using ZstdSharp;

namespace CompiledRules.Formats.Payloads;

/// <summary>The ways in which messages and files are compressed: <c>gzip</c>, <c>zlib</c>, <c>deflate</c> (bare, also called <c>flate</c>) and <c>zstd</c>.</summary>
public sealed class Compression
{
    // A few bytes can unpack to gigabytes.
    private const long MostBytes = 256L << 20;

    private const int HighestZlibLevel = 9;

    private readonly Func<Stream, Stream> _compress;
    private readonly Func<Stream, Stream> _decompress;

    private Compression(string name, Func<Stream, Stream> compress, Func<Stream, Stream> decompress)
    {
        Name = name;
        _compress = compress;
        _decompress = decompress;
    }

    public string Name { get; }

    /// <summary>What HTTP calls it in <c>Content-Encoding</c>. Of <c>deflate</c> it has only the zlib form in its books, but what takes that takes the bare one.</summary>
    public string ContentEncoding => Name switch
    {
        "zlib" => "deflate",
        var name => name,
    };

    /// <summary>Reads an option that names a compression; null where it is not given or empty.</summary>
    /// <param name="options">Those of a connector.</param>
    /// <param name="name">Of the option, such as <c>compression</c>. Its level stands in <c>compressionProps</c> as <c>level</c>.</param>
    /// <exception cref="OptionException">There is no such compression, or no such level.</exception>
    public static Compression? Read(ConnectorOptions options, string name) =>
        options.GetChoice(name, "", "", "gzip", "zlib", "deflate", "flate", "zstd") is { Length: > 0 } method ? Of(method, ReadLevel(options, method == "zstd")) : null;

    /// <summary>What is written to the result arrives compressed at <paramref name="output"/>, which stays open. Disposal writes the end.</summary>
    public Stream Compress(Stream output) => _compress(output);

    /// <summary>What is read from the result is <paramref name="input"/> decompressed. Disposal disposes the input.</summary>
    public Stream Decompress(Stream input) => _decompress(input);

    public byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        using var output = new MemoryStream();
        using (var stream = Compress(output))
            stream.Write(bytes);
        return output.ToArray();
    }

    /// <exception cref="SqlException">The bytes are not compressed in this way, or there are more than 256 MiB in them.</exception>
    public byte[] Decompress(ReadOnlyMemory<byte> bytes)
    {
        using var input = new MemoryStream(bytes.ToArray());
        using var output = new MemoryStream();
        try
        {
            using var stream = Decompress(input);
            var buffer = new byte[81920];
            while (stream.Read(buffer) is > 0 and var read)
            {
                if (output.Length + read > MostBytes)
                    throw new SqlException($"the message unpacks to more than {MostBytes} bytes");

                output.Write(buffer, 0, read);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or ZstdException)
        {
            throw new SqlException($"the message is not compressed with {Name}: {exception.Message}", exception);
        }

        return output.ToArray();
    }

    private static Compression Of(string method, int? level) => method switch
    {
        "gzip" => new Compression(method, output => new GZipStream(output, ZLib(level), leaveOpen: true), static input => new GZipStream(input, CompressionMode.Decompress)),
        "zlib" => new Compression(method, output => new ZLibStream(output, ZLib(level), leaveOpen: true), static input => new ZLibStream(input, CompressionMode.Decompress)),
        "zstd" => new Compression(method, output => new CompressionStream(output, level ?? Compressor.DefaultCompressionLevel, leaveOpen: true), static input => new DecompressionStream(input, leaveOpen: false)),
        _ => new Compression("deflate", output => new DeflateStream(output, ZLib(level), leaveOpen: true), static input => new DeflateStream(input, CompressionMode.Decompress)),
    };

    private static ZLibCompressionOptions ZLib(int? level) => level is { } given ? new ZLibCompressionOptions { CompressionLevel = given } : new ZLibCompressionOptions();

    private static int? ReadLevel(ConnectorOptions options, bool isZstd)
    {
        var properties = options.GetObjectOrTemplate("compressionProps", "an object such as {\"level\": 9}");
        if (properties.Kind != SqlKind.Object || properties.AsObject()["level"] is not { IsNull: false } level)
            return null;

        var highest = isZstd ? Compressor.MaxCompressionLevel : HighestZlibLevel;
        return level.IsNumber && double.IsInteger(level.AsNumber()) && level.AsNumber() >= 0 && level.AsNumber() <= highest
            ? (int)level.AsNumber()
            : throw options.Error("compressionProps", $"found level {SqlText.ToText(level)}; expected a whole number from 0 to {highest}");
    }
}
