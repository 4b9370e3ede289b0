using System.IO.Compression;

namespace CompiledRules.Connectors.Files;

/// <summary>Opens files that others may be writing, moving or deleting.</summary>
internal static class FileContent
{
    /// <exception cref="IOException">The file cannot be read; the message names it.</exception>
    public static Stream Open(string path, FileSourceOptions options)
    {
        var file = Open(path);
        return options.IsGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <exception cref="IOException">The file cannot be read; the message names it.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"file '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <exception cref="IOException">The file cannot be read; the message names it.</exception>
    public static ReadOnlyMemory<byte> ReadAll(string path, FileSourceOptions options)
    {
        using var content = Open(path, options);
        using var buffer = new MemoryStream();
        content.CopyTo(buffer);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
