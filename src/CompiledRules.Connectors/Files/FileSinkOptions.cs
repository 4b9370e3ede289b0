using CompiledRules.Formats.Payloads;

namespace CompiledRules.Connectors.Files;

/// <summary>Options of the <c>file</c> sink.</summary>
internal sealed record FileSinkOptions
{
    public required FileType Type { get; init; }

    /// <summary>The age at which a file is closed; zero for never.</summary>
    public required TimeSpan RollingInterval { get; init; }

    /// <summary>The number of messages at which a file is closed.</summary>
    public required long RollingCount { get; init; }

    /// <summary>The number of bytes at which a file is closed; zero for never.</summary>
    public required long RollingSize { get; init; }

    public required RollingName Name { get; init; }

    public required string Delimiter { get; init; }

    public required bool HasHeader { get; init; }

    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Of each file as a whole; null for none.</summary>
    public required Compression? Compression { get; init; }

    /// <summary>Encrypts each file as a whole, around its compression: what is written to the result arrives encrypted at the argument. Null for none.</summary>
    public required Func<Stream, Stream>? Encrypt { get; init; }

    /// <summary>Whether a file cannot be continued once it is closed.</summary>
    public bool IsWrapped => Compression is not null || Encrypt is not null;

    /// <exception cref="OptionException">An option cannot be used.</exception>
    public static FileSinkOptions Read(ConnectorOptions options, ConnectorContext context)
    {
        var count = options.GetInteger("rollingCount", 1_000_000, 0);
        return new FileSinkOptions
        {
            Type = Enum.Parse<FileType>(options.GetChoice("fileType", "lines", "lines", "json", "csv"), ignoreCase: true),
            RollingInterval = options.GetDuration("rollingInterval", TimeSpan.Zero),
            RollingCount = count == 0 ? long.MaxValue : count,
            RollingSize = options.GetInteger("rollingSize", 0, 0),
            Name = Enum.Parse<RollingName>(options.GetChoice("rollingNamePattern", "none", "none", "suffix", "prefix"), ignoreCase: true),
            Delimiter = options.GetString("delimiter", ",") is { Length: > 0 } delimiter ? delimiter : throw options.Error("delimiter", "found an empty text; expected one or more characters"),
            HasHeader = options.GetBoolean("hasHeader", false),
            Fields = options.GetStrings("fields"),
            Compression = Compression.Read(options, "compression"),
            Encrypt = Encryption.Read(options, "encryption", "encProps", context.AesKey) is { } encryption ? encryption.ForFiles(options) : null,
        };
    }
}

/// <summary>Where the time at which a file was begun stands in its name, in milliseconds since the Unix epoch.</summary>
internal enum RollingName
{
    /// <summary>Nowhere while the file grows; behind the name once it is closed because it is full or old.</summary>
    None,

    Suffix,
    Prefix,
}
