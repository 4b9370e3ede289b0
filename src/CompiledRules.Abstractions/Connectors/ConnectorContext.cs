namespace CompiledRules;

/// <summary>What a connector may know of where it runs.</summary>
/// <param name="Name">The stream, table or rule that the connector serves; stands in its messages and in generated client ids.</param>
/// <param name="Time">The clock of every interval and deadline; tests give a virtual one.</param>
public sealed record ConnectorContext(string Name, TimeProvider Time)
{
    /// <summary>The declared columns of the stream or table, for connectors that make rows themselves.</summary>
    public RowSchema Schema { get; init; } = RowSchema.Schemaless;

    /// <summary>What relative paths are relative to.</summary>
    public string BaseDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>The key of the options <c>encryption</c> and <c>decryption</c> that name none: 16, 24 or 32 bytes. Null where there is none.</summary>
    public byte[]? AesKey { get; init; }

    /// <summary>Where the <c>stdout</c> sink writes.</summary>
    public TextWriter Output { get; init; } = Console.Out;

    /// <summary>Takes one line for the log: what the <c>log</c> sink is given, and what a connector reports that is no error of a row.</summary>
    public Action<string> Log { get; init; } = static line => Console.Error.WriteLine(line);

    /// <summary><paramref name="path"/>, made absolute against <see cref="BaseDirectory"/>.</summary>
    public string ResolvePath(string path) => Path.GetFullPath(path, BaseDirectory);
}
