using System.Text.Encodings.Web;
using System.Text.Json;

namespace CompiledRules.External.Import;

/// <summary>How definitions are written that people will read and change.</summary>
internal static class ImportJson
{
    public static JsonSerializerOptions Options { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };
}
