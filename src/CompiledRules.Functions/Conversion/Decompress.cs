using System.IO.Compression;
using ZstdSharp;

namespace CompiledRules.Functions.Conversion;

public static partial class ConversionFunctions
{
    // A few bytes can unpack to gigabytes.
    private const long MostBytes = 256L << 20;

    /// <param name="base64">Text that is not base64 is taken as its UTF-8 bytes.</param>
    /// <param name="method">zlib, gzip, flate or zstd.</param>
    /// <exception cref="SqlException">The method is not known, the data is not compressed with it, or there are more than 256 MiB of it.</exception>
    [SqlFunction("decompress", GuardsEmpty = true)]
    public static byte[] Decompress(string base64, [SqlParameter(OneOf = ["zlib", "gzip", "flate", "zstd"])] string method) =>
        Decompress(SqlConvert.ToBytes(base64), method);

    /// <inheritdoc cref="Decompress(string, string)"/>
    [SqlFunction("decompress", GuardsEmpty = true)]
    public static byte[] Decompress(byte[] bytes, [SqlParameter(OneOf = ["zlib", "gzip", "flate", "zstd"])] string method)
    {
        using var input = new MemoryStream(bytes);
        using var output = new MemoryStream();
        using var stream = DecompressingStream(input, method);
        try
        {
            CopyBounded(stream, output);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or ZstdException)
        {
            throw new SqlException($"the data is not compressed with {method}: {exception.Message}", exception);
        }

        return output.ToArray();
    }

    private static Stream DecompressingStream(Stream input, string method) => method switch
    {
        "zlib" => new ZLibStream(input, CompressionMode.Decompress),
        "gzip" => new GZipStream(input, CompressionMode.Decompress),
        "flate" => new DeflateStream(input, CompressionMode.Decompress),
        "zstd" => new DecompressionStream(input),
        _ => throw UnknownMethod(method),
    };

    private static void CopyBounded(Stream source, MemoryStream target)
    {
        const int BufferSize = 8192;
        Span<byte> buffer = stackalloc byte[BufferSize];
        while (source.Read(buffer) is > 0 and var read)
        {
            if (target.Length + read > MostBytes)
                throw new SqlException($"the data unpacks to more than {MostBytes} bytes");

            target.Write(buffer[..read]);
        }
    }
}
