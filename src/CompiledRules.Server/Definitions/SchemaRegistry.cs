using System.IO.Compression;
using System.Text.Json.Nodes;
using CompiledRules.Formats.Protobuf;
using CompiledRules.Server.Http;
using CompiledRules.Server.Store;

namespace CompiledRules.Server.Definitions;

/// <summary>Schemas that streams and sinks refer to by <c>SCHEMAID</c>: files in the folder of data, and what the store knows of them. May be used from any thread.</summary>
/// <remarks>A rule that runs keeps the schema that it has begun with.</remarks>
internal sealed class SchemaRegistry(ServerStore store, string dataDirectory)
{
    private readonly Lock _gate = new();

    /// <exception cref="ApiException">There is no such kind of schema.</exception>
    public IReadOnlyList<string> NamesOf(string type)
    {
        CheckType(type);
        return [.. store.ReadAll(Sections.Schemas).Where(entry => entry.Key.StartsWith(type + ".", StringComparison.Ordinal)).Select(entry => entry.Key[(type.Length + 1)..])];
    }

    /// <exception cref="ApiException">There is no such schema.</exception>
    public JsonObject Get(string type, string name) => Find(type, name) ?? throw ApiException.NotFound($"schema {type}.{name} is not found");

    public JsonObject? Find(string type, string name) => store.Find(Sections.Schemas, $"{type}.{name}") is { } json ? JsonNode.Parse(json)!.AsObject() : null;

    /// <summary>Keeps a schema in the place of an earlier one.</summary>
    /// <param name="content">The text of a <c>.proto</c> file.</param>
    /// <param name="version">Empty for none.</param>
    /// <exception cref="ApiException">The name, the version or the text cannot be used, or a later version is there.</exception>
    public void Put(string type, string name, string content, string version)
    {
        var path = PathOf(type, name, version);
        lock (_gate)
            Change(type, name, version, path, temporary => File.WriteAllText(temporary, content), content);
    }

    /// <summary>Keeps a schema of an archive: <c>name.proto</c> at its root, and a folder <c>name</c> with what that imports.</summary>
    /// <exception cref="ApiException">The archive has no such file, or something that leads out of the folder.</exception>
    public void PutArchive(string type, string name, Stream archive, string version)
    {
        var path = PathOf(type, name, version);
        using var zip = Open(archive);
        var main = zip.GetEntry($"{name}.proto") ?? throw new ApiException(ErrorCode.Undefined, $"the archive has no file {name}.proto at its root");
        using var reader = new StreamReader(main.Open());
        var content = reader.ReadToEnd();
        lock (_gate)
        {
            var folder = Path.GetDirectoryName(path)!;
            foreach (var entry in zip.Entries.Where(entry => entry.FullName.StartsWith(name + "/", StringComparison.Ordinal) && entry.Name.Length > 0))
                Extract(entry, folder);
            Change(type, name, version, path, temporary => File.WriteAllText(temporary, content), content);
        }
    }

    /// <exception cref="ApiException">There is no such schema.</exception>
    public void Delete(string type, string name)
    {
        lock (_gate)
        {
            _ = Get(type, name);
            store.Remove(Sections.Schemas, $"{type}.{name}");
            RemoveFiles(type, name, null);
            if (Directory.Exists(Path.Combine(FolderOf(type), name)))
                Directory.Delete(Path.Combine(FolderOf(type), name), true);
        }
    }

    public void Clear()
    {
        foreach (var (key, _) in store.ReadAll(Sections.Schemas))
            Delete(key[..key.IndexOf('.', StringComparison.Ordinal)], key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..]);
    }

    private static ZipArchive Open(Stream archive)
    {
        try
        {
            return new ZipArchive(archive, ZipArchiveMode.Read);
        }
        catch (InvalidDataException error)
        {
            throw new ApiException(ErrorCode.Undefined, $"the file is no zip archive: {error.Message}");
        }
    }

    private static void Extract(ZipArchiveEntry entry, string folder)
    {
        var target = Path.GetFullPath(entry.FullName, folder);
        if (!target.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ApiException(ErrorCode.Undefined, $"the archive has an entry '{entry.FullName}' that leads out of its folder");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        entry.ExtractToFile(target, true);
    }

    // The new file stands beside the old one until it has been read: a text with errors changes nothing.
    private void Change(string type, string name, string version, string path, Action<string> write, string content)
    {
        if (Find(type, name) is { } old && (string?)old["version"] is { Length: > 0 } stored && version.Length > 0 && string.CompareOrdinal(stored, version) > 0)
            throw new ApiException(ErrorCode.Undefined, $"schema {type}.{name} already registered with a newer version {stored}");

        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}.proto");
        try
        {
            write(temporary);
            _ = ProtobufFormat.MessagesOf(temporary);
            File.Move(temporary, path, true);
        }
        catch (SqlException error)
        {
            throw new ApiException(ErrorCode.Undefined, error.Message.Replace(Path.GetFileName(temporary), $"{name}.proto", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(temporary);
        }

        RemoveFiles(type, name, path);
        var json = new JsonObject { ["type"] = type, ["name"] = name, ["content"] = content, ["file"] = path };
        if (version.Length > 0)
            json["version"] = version;
        store.Put(Sections.Schemas, $"{type}.{name}", json.ToJsonString(Reply.Json));
    }

    private void RemoveFiles(string type, string name, string? but)
    {
        foreach (var file in Directory.EnumerateFiles(FolderOf(type), $"{name}*.proto").Where(file => file != but && Path.GetFileNameWithoutExtension(file).Split('@')[0] == name))
            File.Delete(file);
    }

    private string PathOf(string type, string name, string version)
    {
        CheckType(type);
        if (type != ProtobufFormat.SchemaType)
            throw new ApiException(ErrorCode.Undefined, "schemas of type custom are shared libraries of the reference engine, which this server cannot load; use protobuf");
        if (version.Contains('/', StringComparison.Ordinal) || version.Contains('\\', StringComparison.Ordinal) || version.Contains("..", StringComparison.Ordinal) || version.Any(char.IsControl))
            throw new ApiException(ErrorCode.Undefined, $"'{version}' is no version: it must not have slashes, control characters or two points in a row");

        var folder = FolderOf(type);
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, version.Length == 0 ? $"{Names.Check(name)}.proto" : $"{Names.Check(name)}@{version}.proto");
    }

    private static void CheckType(string type)
    {
        if (type is not (ProtobufFormat.SchemaType or "custom"))
            throw new ApiException(ErrorCode.Undefined, $"unsupported schema type {type}: expected protobuf or custom");
    }

    private string FolderOf(string type) => Path.GetFullPath(Path.Combine(dataDirectory, "schemas", type));
}
