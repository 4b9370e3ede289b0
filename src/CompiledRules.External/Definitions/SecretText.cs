using System.Text;

namespace CompiledRules.External.Definitions;

/// <summary>Text of a definition that may hold secrets: <c>${env:NAME}</c> and <c>${file:PATH}</c> stand for what is there when the service is loaded.</summary>
/// <remarks>The value is only handed out by <see cref="Reveal"/>; printing shows the text as written.</remarks>
public sealed class SecretText
{
    private readonly string _value;
    private readonly string _written;

    private SecretText(string value, string written)
    {
        _value = value;
        _written = written;
    }

    public string Reveal() => _value;

    public override string ToString() => _written.Contains("${", StringComparison.Ordinal) ? _written : "***";

    /// <returns>Null where a named variable or file is not there; <paramref name="missing"/> then says which.</returns>
    internal static SecretText? TryRead(string written, out string missing)
    {
        missing = "";
        var value = new StringBuilder();
        var rest = written.AsSpan();
        while (rest.IndexOf("${") is >= 0 and var start && rest[start..].IndexOf('}') is > 0 and var length)
        {
            value.Append(rest[..start]);
            var name = rest.Slice(start + 2, length - 2).ToString();
            if (Lookup(name) is not { } found)
            {
                missing = name;
                return null;
            }

            value.Append(found);
            rest = rest[(start + length + 1)..];
        }

        return new SecretText(value.Append(rest).ToString(), written);
    }

    private static string? Lookup(string reference) => reference.Split(':', 2) switch
    {
        ["env", var name] => Environment.GetEnvironmentVariable(name),
        ["file", var path] => File.Exists(path) ? File.ReadAllText(path).Trim() : null,
        _ => "${" + reference + "}",
    };
}
