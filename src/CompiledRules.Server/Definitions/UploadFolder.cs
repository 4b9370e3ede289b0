using CompiledRules.Server.Http;

namespace CompiledRules.Server.Definitions;

/// <summary>Files that callers have left with the server; what <c>file://</c> may name.</summary>
internal sealed class UploadFolder
{
    private readonly string _folder;

    public UploadFolder(string dataDirectory)
    {
        _folder = Path.GetFullPath(Path.Combine(dataDirectory, "uploads"));
        Directory.CreateDirectory(_folder);
    }

    /// <summary>Absolute paths.</summary>
    public IEnumerable<string> All => Directory.EnumerateFiles(_folder).Order(StringComparer.Ordinal);

    /// <returns>The absolute path.</returns>
    /// <exception cref="ApiException">The name is no name of a file.</exception>
    public async Task<string> WriteAsync(string name, Stream content, CancellationToken cancellation)
    {
        var path = PathOf(name);
        var temporary = Path.Combine(_folder, $".{Guid.NewGuid():N}");
        await using (var file = File.Create(temporary))
            await content.CopyToAsync(file, cancellation);
        File.Move(temporary, path, overwrite: true);
        return path;
    }

    /// <exception cref="ApiException">There is no such file.</exception>
    public void Delete(string name)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
            throw ApiException.NotFound($"file {name} is not found");
        File.Delete(path);
    }

    /// <summary>Where a file that a request names stands.</summary>
    /// <param name="file">A <c>file://</c> address or a path, inside the folder of uploads.</param>
    /// <exception cref="ApiException">It leads out of the folder, or there is no such file.</exception>
    public string Locate(string file)
    {
        var path = file.StartsWith("file://", StringComparison.OrdinalIgnoreCase) ? file["file://".Length..] : file;
        path = Path.GetFullPath(path, _folder);
        if (!path.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ApiException(ErrorCode.Io, $"file {file} is not among the uploads of the server");
        return File.Exists(path) ? path : throw new ApiException(ErrorCode.Io, $"file {file} is not there");
    }

    /// <exception cref="ApiException">It leads out of the folder, or there is no such file.</exception>
    public Task<string> ReadAsync(string file, CancellationToken cancellation) => File.ReadAllTextAsync(Locate(file), cancellation);

    private string PathOf(string name)
    {
        var isName = name.Length is > 0 and <= 255 && name[0] != '.' && name == Path.GetFileName(name) && !name.Any(static character => char.IsControl(character) || character is '\\' or ':');
        return isName ? Path.Combine(_folder, name) : throw new ApiException(ErrorCode.Undefined, $"'{name}' is no name of a file");
    }
}
