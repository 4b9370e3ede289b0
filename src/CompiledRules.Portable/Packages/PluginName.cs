using System.Buffers;

namespace CompiledRules.Portable.Packages;

/// <summary>Names of plugins and symbols, which become parts of paths.</summary>
internal static class PluginName
{
    private static readonly SearchValues<char> s_allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    /// <exception cref="PortableException"><paramref name="name"/> is empty or has other characters.</exception>
    public static void Check(string name)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(s_allowed))
            throw new PortableException($"id '{name}' contains invalid characters: only alphanumeric, hyphens and underscores are allowed");
    }
}
