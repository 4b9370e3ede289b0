using CompiledRules.Formats.Payloads;

namespace CompiledRules.Connectors.Files;

/// <summary>Options of the <c>file</c> source and lookup.</summary>
/// <param name="Path">A file or a directory, absolute.</param>
/// <param name="Type">How a file is cut into messages.</param>
internal sealed record FileSourceOptions(string Path, FileType Type)
{
    /// <summary>From one row to the next; zero for as fast as they are taken.</summary>
    public TimeSpan SendInterval { get; private init; }

    /// <summary>From one reading to the next; zero for one reading, or for watching a directory.</summary>
    public TimeSpan Interval { get; private init; }

    public bool IsLooping { get; private init; }

    /// <summary>Whether the end of the file is where new lines are waited for.</summary>
    public bool IsFollowing { get; private init; }

    public AfterRead AfterRead { get; private init; }

    /// <summary>Where read files go under <see cref="AfterRead.Move"/>.</summary>
    public string? MoveTo { get; private init; }

    public bool HasHeader { get; private init; }

    /// <summary>Names of the columns of a CSV file; empty for those of its header.</summary>
    public IReadOnlyList<string> Columns { get; private init; } = [];

    public string Delimiter { get; private init; } = ",";

    public int IgnoreStartLines { get; private init; }

    public int IgnoreEndLines { get; private init; }

    /// <summary>Of the whole file; null for none.</summary>
    public Compression? Compression { get; private init; }

    /// <summary>Of the whole file, around its compression; null for none.</summary>
    public Encryption? Encryption { get; private init; }

    /// <exception cref="OptionException">An option is missing or cannot be used.</exception>
    public static FileSourceOptions Read(ConnectorOptions options, ConnectorContext context)
    {
        var folder = options.GetString("path", "");
        var name = options.DataSource ?? "";
        if (folder.Length == 0 && name.Length == 0)
            throw options.Error("DATASOURCE", "it is required: the name of the file or directory to read");

        var type = Enum.Parse<FileType>(options.GetChoice("fileType", "json", "json", "lines", "csv", "raw"), ignoreCase: true);
        var moveTo = options.GetStringOrNull("moveTo");
        var result = new FileSourceOptions(context.ResolvePath(System.IO.Path.Combine(folder, name)), type)
        {
            SendInterval = options.GetDuration("sendInterval", TimeSpan.Zero),
            Interval = options.GetDuration("interval", TimeSpan.Zero),
            IsLooping = options.GetBoolean("loop", false),
            IsFollowing = options.GetBoolean("follow", false),
            AfterRead = (AfterRead)options.GetInteger("actionAfterRead", 0, 0, 2),
            MoveTo = moveTo is null ? null : context.ResolvePath(moveTo),
            HasHeader = options.GetBoolean("hasHeader", false),
            Columns = options.GetStrings("columns"),
            Delimiter = options.GetString("delimiter", ","),
            IgnoreStartLines = (int)options.GetInteger("ignoreStartLines", 0, 0, int.MaxValue),
            IgnoreEndLines = (int)options.GetInteger("ignoreEndLines", 0, 0, int.MaxValue),
            Compression = Compression.Read(options, "decompression"),
            Encryption = Encryption.Read(options, "decryption", "decProps", context.AesKey),
        };
        result.Check(options);
        return result;
    }

    private void Check(ConnectorOptions options)
    {
        if (Delimiter.Length == 0)
            throw options.Error("delimiter", "found an empty text; expected one or more characters");
        if (AfterRead == AfterRead.Move && MoveTo is null)
            throw options.Error("moveTo", "it is required with actionAfterRead 2: the directory that read files go to");
        if (IsFollowing && (Type != FileType.Lines || IsLooping || Interval > TimeSpan.Zero || Compression is not null || Encryption is not null))
            throw options.Error("follow", "it goes with fileType \"lines\" and without loop, interval, decompression and decryption");
    }
}

internal enum FileType
{
    /// <summary>A JSON array of rows, or JSON objects one after the other.</summary>
    Json,

    /// <summary>Each line is a message in the stream's format.</summary>
    Lines,

    Csv,

    /// <summary>The whole file is one message.</summary>
    Raw,
}

internal enum AfterRead
{
    Keep,
    Delete,
    Move,
}
