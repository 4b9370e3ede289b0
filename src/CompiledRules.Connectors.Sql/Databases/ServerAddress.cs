namespace CompiledRules.Connectors.Sql.Databases;

/// <summary>The parts of <c>scheme://user:password@host:port/database?option=value</c>.</summary>
/// <param name="Options">What the driver calls its settings, with their values.</param>
internal sealed record ServerAddress(string Scheme, string Host, int Port, string User, string? Password, string Database, IReadOnlyList<KeyValuePair<string, string>> Options)
{
    /// <summary>Host, port and database, for messages.</summary>
    public string Text => $"{Scheme}://{Host}:{Port}/{Database}";

    /// <exception cref="OptionException">A part is missing.</exception>
    public static ServerAddress Parse(ConnectorOptions options, string url, int defaultPort)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.AbsolutePath.Length <= 1 || uri.UserInfo.Length == 0)
            throw options.Error("dburl", $"its value cannot be used; expected {url.Split(':')[0]}://user:password@host:port/database");

        var user = uri.UserInfo.Split(':', 2);
        return new ServerAddress(
            uri.Scheme,
            uri.Host,
            uri.Port > 0 ? uri.Port : defaultPort,
            Uri.UnescapeDataString(user[0]),
            user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Uri.UnescapeDataString(uri.AbsolutePath[1..]),
            [.. uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('=', 2)).Select(static pair =>
                KeyValuePair.Create(Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""))]);
    }
}
