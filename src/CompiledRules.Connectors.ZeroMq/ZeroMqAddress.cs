namespace CompiledRules.Connectors.ZeroMq;

/// <summary>Reads <c>server</c>.</summary>
internal static class ZeroMqAddress
{
    /// <exception cref="OptionException">It is not given, or is no address of ZeroMQ.</exception>
    public static string Read(ConnectorOptions options)
    {
        const string Expected = "an address such as tcp://127.0.0.1:5563 or ipc:///run/plant";
        var address = options.RequireString("server", Expected);
        var rest = address.StartsWith("tcp://", StringComparison.Ordinal) ? address[6..] : address.StartsWith("ipc://", StringComparison.Ordinal) ? address[6..] : "";
        var isWhole = rest.Length > 0 && (!address.StartsWith("tcp", StringComparison.Ordinal) || (rest.LastIndexOf(':') is > 0 and var colon && ushort.TryParse(rest.AsSpan(colon + 1), out _)));
        return isWhole ? address : throw options.Error("server", $"found \"{address}\"; expected {Expected}");
    }
}
