using System.IO.Compression;
using System.Text;
using ZstdSharp;

namespace CompiledRules.Functions.Conversion;

public static partial class ConversionFunctions
{
    /// <param name="method">zlib, gzip, flate or zstd.</param>
    /// <exception cref="SqlException">The method is not known.</exception>
    [SqlFunction("compress", GuardsEmpty = true)]
    public static byte[] Compress(string text, [SqlParameter(OneOf = ["zlib", "gzip", "flate", "zstd"])] string method) =>
        Compress(Encoding.UTF8.GetBytes(text), method);

    /// <inheritdoc cref="Compress(string, string)"/>
    [SqlFunction("compress", GuardsEmpty = true)]
    public static byte[] Compress(byte[] bytes, [SqlParameter(OneOf = ["zlib", "gzip", "flate", "zstd"])] string method)
    {
        using var output = new MemoryStream();
        using (var stream = CompressingStream(output, method))
            stream.Write(bytes);
        return output.ToArray();
    }

    private static Stream CompressingStream(Stream output, string method) => method switch
    {
        "zlib" => new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true),
        "gzip" => new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true),
        "flate" => new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true),
        "zstd" => new CompressionStream(output, leaveOpen: true),
        _ => throw UnknownMethod(method),
    };

    private static SqlException UnknownMethod(string method) => new($"expected one of zlib, gzip, flate and zstd, found '{method}'");
}
