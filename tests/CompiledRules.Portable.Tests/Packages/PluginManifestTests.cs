using CompiledRules.Portable.Packages;

namespace CompiledRules.Portable.Tests.Packages;

[TestFixture]
internal sealed class PluginManifestTests
{
    private string _folder = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("manifest").FullName;
        File.WriteAllText(Path.Combine(_folder, "run.py"), "");
        Directory.CreateDirectory(Path.Combine(_folder, "sources"));
        File.WriteAllText(Path.Combine(_folder, "sources", "known.yaml"), "");
    }

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Manifest_is_read()
    {
        var manifest = Read("""{"version":"1.2","language":"python","executable":"run.py","sources":["known"],"sinks":["s"],"functions":["f"],"signatures":{"f":{"args":["bigint"],"returns":"float"}}}""");

        Assert.That(manifest, Has.Property("Name").EqualTo("p").And.Property("Version").EqualTo("1.2").And.Property("Language").EqualTo("python"));
        Assert.That(manifest.Executable, Is.EqualTo(Path.Combine(_folder, "run.py")));
        Assert.That(manifest.Signatures["f"].Parameters, Is.EqualTo((string[])["bigint"]));
    }

    [TestCase("not json", "missing or invalid json file p.json, found 3 files in total")]
    [TestCase("""{"name":"other","executable":"run.py","functions":["f"]}""", "the plugin json is for other, not for p")]
    [TestCase("""{"executable":"run.py"}""", "has no source, no sink and no function")]
    [TestCase("""{"executable":"gone.py","functions":["f"]}""", "missing gone.py")]
    [TestCase("""{"executable":"../run.py","functions":["f"]}""", "executable '../run.py' is not a file of the package")]
    [TestCase("""{"executable":"/bin/sh","functions":["f"]}""", "executable '/bin/sh' is not a file of the package")]
    [TestCase("""{"functions":["f"]}""", "names no executable")]
    [TestCase("""{"executable":"run.py","sources":["unknown"]}""", "missing sources/unknown.yaml")]
    [TestCase("""{"executable":"run.py","functions":["a/b"]}""", "id 'a/b' contains invalid characters")]
    [TestCase("""{"executable":"run.py","functions":["f"],"virtualEnvType":"nix"}""", "unsupported virtualEnvType nix")]
    [TestCase("""[1]""", "names no executable")]
    public void Broken_manifest_is_refused(string json, string message) =>
        Assert.That(() => Read(json), Throws.InstanceOf<PortableException>().With.Message.Contains(message));

    [Test]
    public void Missing_manifest_is_refused() => Assert.That(
        () => PluginManifest.Read(_folder, "p"), Throws.InstanceOf<PortableException>().With.Message.EqualTo("missing or invalid json file p.json, found 2 files in total"));

    private PluginManifest Read(string json)
    {
        File.WriteAllText(Path.Combine(_folder, "p.json"), json);
        return PluginManifest.Read(_folder, "p");
    }
}
