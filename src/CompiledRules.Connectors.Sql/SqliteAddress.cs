namespace CompiledRules.Connectors.Sql;

/// <summary>Reads <c>dburl</c>, or <c>url</c> as it was called before.</summary>
internal static class SqliteAddress
{
    private const string Scheme = "sqlite://";

    /// <summary>The absolute path of the file.</summary>
    /// <exception cref="OptionException">There is no address, or it is not one of SQLite.</exception>
    public static string Read(ConnectorOptions options, ConnectorContext context)
    {
        var legacy = options.GetStringOrNull("url");
        var url = legacy is { Length: > 0 } ? legacy : options.RequireString("dburl", "the database, such as sqlite://plant.db");
        if (!url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || url.Length == Scheme.Length)
            throw options.Error("dburl", $"found \"{Redact(url)}\"; expected sqlite:// and the path of a file, such as sqlite://plant.db");

        return context.ResolvePath(url[Scheme.Length..]);
    }

    // Addresses of other databases may hold a password.
    private static string Redact(string url) => url.Contains('@', StringComparison.Ordinal) ? $"{url.Split(':')[0]}://…" : url;
}
