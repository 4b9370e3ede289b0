using CompiledRules.Formats.Payloads;

namespace CompiledRules.Connectors.Files;

/// <summary>Opens files that others may be writing, moving or deleting.</summary>
internal static class FileContent
{
    /// <exception cref="IOException">The file cannot be read; the message names it.</exception>
    public static Stream Open(string path, FileSourceOptions options)
    {
        Stream file = Open(path);
        if (options.Encryption is not null)
            file = Decrypt(path, file, options.Encryption);
        return options.Compression?.Decompress(file) ?? file;
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
        using var buffer = new MemoryStream();
        try
        {
            using var content = Open(path, options);
            content.CopyTo(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw new IOException($"file '{path}': {exception.Message}", exception);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static MemoryStream Decrypt(string path, Stream file, Encryption encryption)
    {
        using (file)
        {
            using var content = new MemoryStream();
            file.CopyTo(content);
            try
            {
                return new MemoryStream(encryption.DecryptFile(content.ToArray()));
            }
            catch (SqlException exception)
            {
                throw new IOException($"file '{path}': {exception.Message}", exception);
            }
        }
    }
}
