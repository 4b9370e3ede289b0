namespace CompiledRules.Connectors.Web;

/// <summary>Reads the path under which a source or sink stands.</summary>
internal static class WebPathOption
{
    /// <param name="path">Null where it is not given.</param>
    /// <exception cref="OptionException">It is not given, or is no path.</exception>
    public static string Check(ConnectorOptions options, string name, string? path)
    {
        if (string.IsNullOrEmpty(path))
            throw options.Error(name, "it is required: the path to listen on, such as \"/readings\"");

        return path[0] == '/' && path.AsSpan().IndexOfAny("?# ") < 0
            ? path
            : throw options.Error(name, $"found \"{path}\"; expected a path such as \"/readings\"");
    }
}
