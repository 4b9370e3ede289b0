using CompiledRules.Functions.Hashing;

namespace CompiledRules.Functions.Tests.Hashing;

public sealed class HashFunctionsTests
{
    private const string Fox = "The quick brown fox jumps over the lazy dog";

    [Test]
    public void Known_values()
    {
        Assert.That(HashFunctions.Md5(Fox), Is.EqualTo("9e107d9d372bb6826bd81d3542a419d6"));
        Assert.That(HashFunctions.Sha1(Fox), Is.EqualTo("2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"));
        Assert.That(HashFunctions.Sha256(Fox), Is.EqualTo("d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592"));
        Assert.That(HashFunctions.Sha384(Fox), Does.StartWith("ca737f1014a48f4c0b6dd43cb177b0af").And.Length.EqualTo(96));
        Assert.That(HashFunctions.Sha512(""), Does.StartWith("cf83e1357eefb8bd").And.Length.EqualTo(128));
        Assert.That(HashFunctions.Crc32(Fox), Is.EqualTo("414fa339"));
    }

    [Test]
    public void Crc32_has_no_leading_zeros()
    {
        Assert.That(HashFunctions.Crc32(""), Is.EqualTo("0"));
        Assert.That(HashFunctions.Crc32("codding"), Has.Length.LessThanOrEqualTo(8).And.Not.StartsWith("0"));
    }
}
