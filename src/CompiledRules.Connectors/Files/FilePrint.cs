namespace CompiledRules.Connectors.Files;

/// <summary>Tells a file from another one of the same name, also when it has grown since.</summary>
/// <param name="Length">Bytes from the start that were looked at.</param>
/// <param name="Hash">Of these bytes.</param>
internal sealed record FilePrint(string Name, int Length, ulong Hash)
{
    private const int MaximumLength = 1024;

    /// <summary>The print of a file, or null where it cannot be read.</summary>
    /// <param name="length">Bytes to look at, as far as there are so many.</param>
    public static FilePrint? Of(string path, int length = MaximumLength)
    {
        try
        {
            using var file = FileContent.Open(path);
            var start = new byte[length];
            var found = file.ReadAtLeast(start, length, throwOnEndOfStream: false);
            return new FilePrint(Path.GetFileName(path), found, HashOf(start.AsSpan(0, found)));
        }
        catch (IOException)
        {
            return null;
        }
    }

    // FNV-1a, which is the same in every version of the runtime.
    private static ulong HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in bytes)
            hash = (hash ^ value) * 1099511628211UL;
        return hash;
    }
}

/// <summary>A file as it was when it was read.</summary>
/// <param name="Length">-1 for a file that is not there.</param>
/// <param name="Written">Ticks of the time of its last change, UTC.</param>
internal sealed record FileStamp(string Name, long Length, long Written)
{
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return new FileStamp(file.Name, file.Exists ? file.Length : -1, file.LastWriteTimeUtc.Ticks);
    }
}
