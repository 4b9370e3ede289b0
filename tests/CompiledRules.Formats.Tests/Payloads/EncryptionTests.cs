using System.Text;
using CompiledRules.Formats.Payloads;

namespace CompiledRules.Formats.Tests.Payloads;

public sealed class EncryptionTests
{
    private static readonly byte[] s_key = Convert.FromHexString("2b7e151628aed2a6abf7158809cf4f3c");

    [Test]
    public void Cfb_gives_the_published_bytes()
    {
        var vector = Enumerable.Range(0, 16).Select(static i => (byte)i).ToArray();
        var encrypted = Read(s_key, ("iv", Convert.ToBase64String(vector))).Encrypt(Convert.FromHexString("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"));
        Assert.That(Convert.ToHexStringLower(encrypted), Is.EqualTo("000102030405060708090a0b0c0d0e0f" + "3b3fd92eb72dad20333449f8e83cfb4ac8a64537a0b3a93fcde3cdad9f1ce58b"));
    }

    [Test]
    public void Gcm_gives_the_published_bytes()
    {
        var encrypted = Read(new byte[16], ("mode", "gcm"), ("iv", Convert.ToBase64String(new byte[12]))).Encrypt(new byte[16]);
        Assert.That(Convert.ToHexStringLower(encrypted), Is.EqualTo(new string('0', 24) + "0388dace60b6a392f328c2b971b2fe78" + "ab6e47d42cec13bdf53a67b21257bddf"));
    }

    [TestCase("""{}""", 16)]
    [TestCase("""{"mode":"gcm"}""", 28)]
    [TestCase("""{"mode":"gcm","aad":"AAEC","iv":"AAAAAAAAAAAAAAAA"}""", 16)]
    [TestCase("""{"mode":"gcm","aad":"AAEC","iv":"AAAAAAAAAAAAAAAA","tagsize":32}""", 32)]
    public void Message_of_any_length_survives_the_round_trip(string properties, int overhead)
    {
        var encryption = Read(s_key, properties);
        for (var length = 0; length < 40; length++)
        {
            var message = Enumerable.Range(0, length).Select(static i => (byte)i).ToArray();
            var encrypted = encryption.Encrypt(message);
            Assert.That(encrypted, Has.Length.EqualTo(length + overhead));
            Assert.That(encryption.Decrypt(encrypted), Is.EqualTo(message));
        }
    }

    [Test]
    public void Same_message_never_looks_the_same_twice()
    {
        var encryption = Read(s_key);
        var first = encryption.Encrypt("a"u8);
        Assert.That(encryption.Encrypt("a"u8), Is.Not.EqualTo(first));
    }

    [Test]
    public void File_begins_with_its_vector_in_hexadecimal()
    {
        var encryption = Read(s_key);
        using var file = new MemoryStream();
        using (var stream = encryption.ForFiles(Options([]))(file))
        {
            stream.Write("one"u8);
            stream.Write("two and more than a block"u8);
        }

        Assert.That(Encoding.ASCII.GetString(file.ToArray()[..32]), Does.Match("^[0-9a-f]{32}$"));
        Assert.That(Encoding.UTF8.GetString(encryption.DecryptFile(file.ToArray())), Is.EqualTo("onetwo and more than a block"));
        Assert.That(() => encryption.DecryptFile("not encrypted at all, just a text"u8), Throws.InstanceOf<SqlException>().With.Message.Contains("32 hexadecimal digits"));
        Assert.That(() => Read(s_key, ("mode", "gcm")).ForFiles(Options([])), Throws.InstanceOf<OptionException>().With.Message.Contains("expected \"cfb\", since a file grows"));
    }

    [Test]
    public void Changed_message_is_refused()
    {
        var encryption = Read(s_key, ("mode", "gcm"));
        var encrypted = encryption.Encrypt("message"u8);
        encrypted[^1] ^= 1;
        Assert.That(() => encryption.Decrypt(encrypted), Throws.InstanceOf<SqlException>().With.Message.StartsWith("the message was changed on its way"));
        Assert.That(() => encryption.Decrypt(new byte[10]), Throws.InstanceOf<SqlException>().With.Message.StartsWith("the message has 10 bytes, which is too short"));
    }

    [TestCase("""{"mode":"ctr"}""", "option 'mode': found \"ctr\"; expected one of cfb, gcm")]
    [TestCase("""{"iv":"AAAA"}""", "option 'iv': its value cannot be used; expected the base64 form of 16 bytes")]
    [TestCase("""{"mode":"gcm","aad":"AAAA"}""", "option 'encProps': \"iv\" is required with \"aad\": the message does not carry it then")]
    [TestCase("""{"key":"AAAA"}""", "option 'encProps': the AES key has 3 bytes; expected 16, 24 or 32")]
    [TestCase("""{"made":"gcm"}""", "option 'made': there is no such option; did you mean 'mode'?")]
    public void Bad_property_is_refused(string properties, string problem) =>
        Assert.That(() => Read(s_key, properties), Throws.InstanceOf<OptionException>().With.Message.EndsWith(problem));

    [Test]
    public void Key_is_required() => Assert.That(() => Read(null), Throws.InstanceOf<OptionException>().With.Message.Contains("AES Key is not defined"));

    [Test]
    public void Key_may_stand_in_the_properties()
    {
        var encryption = Read(null, ("key", Convert.ToBase64String(s_key)));
        Assert.That(Read(s_key).Decrypt(encryption.Encrypt("a"u8)), Is.EqualTo("a"u8.ToArray()));
    }

    private static Encryption Read(byte[]? key, string properties) => Encryption.Read(Options([("encryption", "aes"), ("encProps", properties)]), "encryption", "encProps", key)!;

    private static Encryption Read(byte[]? key, params (string Name, string Value)[] properties) =>
        Read(key, SqlJson.ToText(SqlObject.From(properties.Select(static property => KeyValuePair.Create(property.Name, (SqlValue)property.Value)))));

    private static ConnectorOptions Options((string Name, string Value)[] options) =>
        new("sink test", options.Select(static option => KeyValuePair.Create(option.Name, (SqlValue)option.Value)));
}
