using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CompiledRules.Server.Access;

/// <summary>Reads tokens that an issuer has signed by RS256. The public key of an issuer is the file of its name.</summary>
/// <param name="folder">Holds keys in PEM form.</param>
internal sealed class JsonWebTokens(string folder, TimeProvider time)
{
    private const string Audience = "eKuiper";
    private const int MaxLength = 8192;

    /// <summary>Whether there is a key at all, so that somebody can be let in.</summary>
    public bool HasIssuers => Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any();

    /// <summary>What a token opens.</summary>
    /// <exception cref="TokenException">It is no token, its signature or its times are wrong, or it is for somebody else.</exception>
    public AccessScope Read(string token)
    {
        if (token.Length > MaxLength || token.Split('.') is not [var head, var body, var signature])
            throw new TokenException("the token is malformed: expected three parts with points between them");

        var claims = Parse(body);
        if (TextOf(Parse(head), "alg") is not "RS256" and var algorithm)
            throw new TokenException($"the token is signed by {(algorithm is null ? "nothing" : "another algorithm")}; expected RS256");
        if (!Verify($"{head}.{body}", signature, KeyOf(TextOf(claims, "iss") ?? throw new TokenException("the token has no issuer"))))
            throw new TokenException("the signature of the token is wrong");

        CheckTimes(claims);
        if (!IsForUs(claims))
            throw new TokenException($"the token is not for the audience {Audience}");
        return ScopeOf(claims);
    }

    private void CheckTimes(JsonElement claims)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (NumberOf(claims, "exp") is { } end && now >= end)
            throw new TokenException("the token is expired");
        if (NumberOf(claims, "nbf") is { } begin && now < begin)
            throw new TokenException("the token is not valid yet");
    }

    private static bool IsForUs(JsonElement claims) => claims.TryGetProperty("aud", out var audience) && audience.ValueKind switch
    {
        JsonValueKind.String => audience.GetString() == Audience,
        JsonValueKind.Array => audience.EnumerateArray().Any(static item => item.ValueKind == JsonValueKind.String && item.GetString() == Audience),
        _ => false,
    };

    // Tokens of the reference engine have no scope and open all.
    private static AccessScope ScopeOf(JsonElement claims)
    {
        if (TextOf(claims, "scope") is not { } scope)
            return AccessScope.Admin;

        var words = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Contains("admin") ? AccessScope.Admin
            : words.Contains("write") ? AccessScope.Write
            : words.Contains("read") ? AccessScope.Read
            : throw new TokenException("the scope of the token has none of read, write and admin");
    }

    private RSA KeyOf(string issuer)
    {
        var isName = issuer.Length is > 0 and <= 128 && issuer[0] != '.' && issuer.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.');
        var path = Path.Combine(folder, isName ? issuer : "");
        if (!isName || !File.Exists(path))
            throw new TokenException("the issuer of the token is not known");

        var key = RSA.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException or IOException)
        {
            key.Dispose();
            throw new TokenException("the issuer's key cannot be read");
        }
    }

    private static bool Verify(string signed, string signature, RSA key)
    {
        using (key)
            return key.VerifyData(Encoding.ASCII.GetBytes(signed), Decode(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static JsonElement Parse(string part)
    {
        try
        {
            using var document = JsonDocument.Parse(Decode(part));
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new TokenException("the token is malformed: expected objects");
        }
        catch (JsonException)
        {
            throw new TokenException("the token is malformed: expected JSON");
        }
    }

    private static byte[] Decode(string part)
    {
        try
        {
            return Base64Url.DecodeFromChars(part);
        }
        catch (FormatException)
        {
            throw new TokenException("the token is malformed: expected base64url");
        }
    }

    private static string? TextOf(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? NumberOf(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}

/// <summary>A token that opens nothing; the message says why and nothing of the token.</summary>
internal sealed class TokenException(string message) : Exception(message);
