using System.Security.Cryptography;
using System.Text;

namespace CompiledRules.Functions.Hashing;

public static partial class HashFunctions
{
    /// <summary>Of the UTF-8 bytes, in lower-case hexadecimal.</summary>
    [SqlFunction("sha512", GuardsEmpty = true)]
    public static string Sha512([SqlParameter(Coercion = Coercion.Text)] string text) => Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(text)));
}
