using System.IO.Compression;
using CompiledRules.Portable.Packages;

namespace CompiledRules.Portable.Tests.Packages;

[TestFixture]
internal sealed class PluginPackagesTests
{
    private string _folder = null!;
    private PluginPackages _packages = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("packages").FullName;
        _packages = new PluginPackages(Path.Combine(_folder, "installed"));
    }

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Zip_is_unpacked_with_nested_folders()
    {
        var zip = Zip(("p.json", """{"executable":"run.py","functions":["f"]}"""), ("run.py", ""), ("deep/er/data.txt", "x"));

        var manifest = await InstallAsync(zip);

        Assert.That(File.ReadAllText(Path.Combine(manifest.Directory, "deep", "er", "data.txt")), Is.EqualTo("x"));
        Assert.That(_packages.ReadAll().Select(static entry => entry.Name), Is.EqualTo((string[])["p"]));
    }

    [Test]
    public async Task Package_that_is_not_valid_changes_nothing()
    {
        await InstallAsync(Zip(("p.json", """{"version":"1","executable":"run.py","functions":["f"]}"""), ("run.py", "")));

        Assert.That(async () => await InstallAsync(Zip(("p.json", "{}"))), Throws.InstanceOf<PortableException>());
        Assert.That(async () => await InstallAsync(Zip(("p.json", "{}"), ("../../escape.txt", ""))), Throws.InstanceOf<PortableException>());
        Assert.That(async () => await InstallAsync("https://example.org/p.tar"), Throws.InstanceOf<PortableException>().With.Message.EqualTo("invalid uri https://example.org/p.tar"));

        Assert.That(_packages.ReadAll().Single().Manifest!.Version, Is.EqualTo("1"));
        Assert.That(File.Exists(Path.Combine(_folder, "escape.txt")), Is.False);
        Assert.That(Directory.GetFileSystemEntries(Path.Combine(_folder, "installed")), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Install_script_runs_in_the_folder_with_its_arguments()
    {
        var zip = Zip(("p.json", """{"executable":"run.py","functions":["f"]}"""), ("run.py", ""), ("install.sh", "echo \"$1 $2\" > told.txt"));

        var manifest = await _packages.InstallAsync("p", zip, ["a", "b c"], static _ => { }, CancellationToken.None);

        Assert.That(File.ReadAllText(Path.Combine(manifest.Directory, "told.txt")), Is.EqualTo("a b c\n"));
    }

    [Test]
    public void Failing_install_script_fails_the_install()
    {
        var zip = Zip(("p.json", """{"executable":"run.py","functions":["f"]}"""), ("run.py", ""), ("install.sh", "echo no >&2; exit 4"));

        Assert.That(async () => await InstallAsync(zip), Throws.InstanceOf<PortableException>().With.Message.Contains("install.sh ended with 4: no"));
        Assert.That(_packages.ReadAll(), Is.Empty);
    }

    private Task<PluginManifest> InstallAsync(string package) => _packages.InstallAsync("p", package, [], static _ => { }, CancellationToken.None);

    private string Zip(params (string Name, string Text)[] entries)
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid()}.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, text) in entries)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(text);
        }

        return path;
    }
}
