using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace CompiledRules.Functions.Hashing;

public static partial class HashFunctions
{
    /// <summary>Of the UTF-8 bytes, in lower-case hexadecimal.</summary>
    [SqlFunction("md5", GuardsEmpty = true)]
    [SuppressMessage("Security", "CA5351", Justification = "The rule's author asks for this algorithm, to name or compare data rather than to protect it.")]
    public static string Md5([SqlParameter(Coercion = Coercion.Text)] string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
