using System.Security.Cryptography;
using System.Text;

namespace CompiledRules.Functions.Hashing;

public static partial class HashFunctions
{
    /// <summary>Of the UTF-8 bytes, in lower-case hexadecimal.</summary>
    [SqlFunction("sha256", GuardsEmpty = true)]
    public static string Sha256([SqlParameter(Coercion = Coercion.Text)] string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
