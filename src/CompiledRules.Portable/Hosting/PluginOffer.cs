using System.Collections.Immutable;
using System.Text.Json;
using CompiledRules.Portable.Packages;

namespace CompiledRules.Portable.Hosting;

/// <summary>What a process says with its first word: <c>handshake</c>, and from our SDKs a JSON object after it.</summary>
/// <param name="IsFast">Whether it speaks the fast wire.</param>
/// <param name="Signatures">Functions whose types its code declares.</param>
internal sealed record PluginOffer(bool IsFast, ImmutableDictionary<string, PluginSignature> Signatures)
{
    private static readonly PluginOffer s_none = new(false, ImmutableDictionary<string, PluginSignature>.Empty);

    public static PluginOffer Read(ReadOnlyMemory<byte> handshake)
    {
        var start = handshake.Span.IndexOf((byte)'{');
        if (start < 0)
            return s_none;

        try
        {
            using var document = JsonDocument.Parse(handshake[start..]);
            var json = document.RootElement;
            var isFast = json.TryGetProperty("wire", out var wire) && wire.TryGetInt32(out var version) && version >= 1;
            return json.TryGetProperty("functions", out var functions)
                ? new PluginOffer(isFast, functions.EnumerateObject().ToImmutableDictionary(static function => function.Name, static function => PluginSignature.Read(function.Value)))
                : s_none with { IsFast = isFast };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return s_none;
        }
    }
}
