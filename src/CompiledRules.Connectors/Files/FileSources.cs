namespace CompiledRules.Connectors.Files;

/// <summary>Makes the source that a file's type asks for.</summary>
internal static class FileSources
{
    /// <exception cref="OptionException">An option is missing or cannot be used.</exception>
    public static SourceConnector Create(ConnectorOptions options, ConnectorContext context)
    {
        var file = FileSourceOptions.Read(options, context);
        if (file.Type == FileType.Csv)
            return new SourceConnector.Rows(new FileSource<SourceRow>(file, context.Time, path => CsvFile.ReadRows(path, file), null), IsText: true) { UnwrapsItself = true };

        var tail = new FileTail();
        return new SourceConnector.Messages(
            new FileSource<SourceMessage>(file, context.Time, path => ReadMessages(path, file, tail), file.IsFollowing ? tail : null), UnwrapsItself: true);
    }

    public static SqlObject MetadataOf(string path) => SqlObject.FromArrays(["file"], [path]);

    private static IEnumerable<SourceMessage> ReadMessages(string path, FileSourceOptions options, FileTail tail)
    {
        var metadata = MetadataOf(path);
        var payloads = options switch
        {
            { IsFollowing: true } => tail.ReadNew(path),
            { Type: FileType.Lines } => LineReader.ReadLines(FileContent.Open(path, options), options),
            { Type: FileType.Raw } => [FileContent.ReadAll(path, options)],
            _ => JsonFile.ReadElements(FileContent.ReadAll(path, options)),
        };
        return payloads.Select(payload => new SourceMessage(payload, metadata));
    }
}
