namespace CompiledRules.Server.Store;

/// <summary>The sections of the store.</summary>
internal static class Sections
{
    /// <summary>Streams and tables, which share their names.</summary>
    public const string Streams = "stream";

    public const string Rules = "rule";
}
