using CompiledRules.Hosting;

namespace CompiledRules.Cli.Queries;

/// <summary>Where the rows of a query come from: <c>FILE</c>, <c>-</c>, <c>mqtt://host:port/topic</c> or <c>host</c>.</summary>
/// <param name="Type">A source's name in the registry.</param>
internal sealed record QueryOrigin(string Type, IReadOnlyList<KeyValuePair<string, SqlValue>> Options)
{
    /// <summary>The source that reads the command's own input.</summary>
    public const string Input = "input";

    /// <summary>The source of a CSV file whose numbers are numbers.</summary>
    public const string Csv = "csv";

    private const string MqttScheme = "mqtt";
    private const string MqttTlsScheme = "mqtts";

    /// <exception cref="CommandFailure">There is no such file, or the text is no origin.</exception>
    public static QueryOrigin Parse(string text, Shell shell)
    {
        if (text == "-")
            return new QueryOrigin(Input, []);
        if (text == "host")
            return new QueryOrigin("hostmetrics", []);
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is MqttScheme or MqttTlsScheme)
            return OfTopic(text, address);

        var path = shell.ResolvePath(text);
        return File.Exists(path)
            ? new QueryOrigin(IsCsv(path) ? Csv : "file", [.. OfFile(path)])
            : throw new CommandFailure($"--from: there is no file '{text}'; give a file, - for the input, mqtt://host:port/topic, or host for the figures of this machine");
    }

    public StreamSettings ToStream(string name) => new(name, Type, Type == Csv ? [] : Options, RowSchema.Schemaless);

    private static QueryOrigin OfTopic(string text, Uri address)
    {
        // The path of an address has no place for # and +, which topics have.
        var start = text.IndexOf('/', address.Scheme.Length + "://".Length);
        var topic = start < 0 ? "" : Uri.UnescapeDataString(text[(start + 1)..]);
        if (topic.Length == 0)
            throw new CommandFailure($"--from: '{text}' names no topic; expected {address.Scheme}://host:port/topic");

        var server = $"{(address.Scheme == MqttTlsScheme ? "ssl" : "tcp")}://{address.Host}{(address.Port > 0 ? $":{address.Port}" : "")}";
        var user = address.UserInfo.Split(':', 2);
        return new QueryOrigin("mqtt",
        [
            new("DATASOURCE", topic),
            new("SERVER", server),
            .. user[0].Length > 0 ? [new("username", Uri.UnescapeDataString(user[0]))] : Array.Empty<KeyValuePair<string, SqlValue>>(),
            .. user.Length > 1 ? [new("password", Uri.UnescapeDataString(user[1]))] : Array.Empty<KeyValuePair<string, SqlValue>>(),
        ]);
    }

    private static IEnumerable<KeyValuePair<string, SqlValue>> OfFile(string path)
    {
        yield return new("DATASOURCE", path);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            yield return new("decompression", "gzip");

        yield return new("fileType", IsCsv(path) ? "csv" : ExtensionOf(path) == ".JSON" ? "json" : "lines");
        if (IsCsv(path))
            yield return new("hasHeader", true);
    }

    private static bool IsCsv(string path) => ExtensionOf(path) == ".CSV";

    // That of the file inside a packed one.
    private static string ExtensionOf(string path) =>
        Path.GetExtension(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^".gz".Length] : path).ToUpperInvariant();
}
