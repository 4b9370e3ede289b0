using System.IO.Compression;
using CompiledRules.External.Definitions;

namespace CompiledRules.External.Tests;

public sealed class ServicePackageTests
{
    private static readonly string s_definition = File.ReadAllText(Path.Combine(SampleServices.Folder, "types.json"));

    [Test]
    public void A_package_is_unpacked_and_read()
    {
        using var folder = new TemporaryFolder();
        using var zip = Zip(("Types.json", s_definition), Schema("types.proto"), Schema("imported/units.proto"), ("readme.txt", "not needed"));

        ServicePackage.Install(zip, "types", folder.Path);

        Assert.That(Files(folder), Is.EqualTo(new[] { "schemas/imported/units.proto", "schemas/types.proto", "types.json" }));
    }

    [Test]
    public void A_broken_package_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        folder.Write("types.json", "old");
        using var zip = Zip(("types.json", s_definition), ("schemas/types.proto", "syntax = \"proto3\"; message M { Nope n = 1; }"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => ServicePackage.Install(zip, "types", folder.Path), Throws.TypeOf<ServiceDefinitionException>().With.Message.Contain("Type not found: 'Nope'"));
            Assert.That(Files(folder), Is.EqualTo(new[] { "types.json" }));
            Assert.That(File.ReadAllText(Path.Combine(folder.Path, "types.json")), Is.EqualTo("old"));
        }
    }

    [Test]
    public void A_path_that_leads_out_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var zip = Zip(("types.json", s_definition), ("schemas/../../../evil.proto", "x"));

        Assert.That(() => ServicePackage.Install(zip, "types", folder.Path), Throws.TypeOf<ServiceDefinitionException>().With.Message.Contain("leads out of it"));
    }

    [Test]
    public void What_is_no_package_is_told()
    {
        using var folder = new TemporaryFolder();
        using var noise = new MemoryStream([1, 2, 3]);
        using var empty = Zip(("other.json", "{}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => ServicePackage.Install(noise, "types", folder.Path), Throws.TypeOf<ServiceDefinitionException>().With.Message.Contain("Give a zip file"));
            Assert.That(() => ServicePackage.Install(empty, "types", folder.Path), Throws.TypeOf<ServiceDefinitionException>().With.Message.Contain("has no types.json at its root"));
        }
    }

    private static (string, string) Schema(string name) => ("schemas/" + name, File.ReadAllText(Path.Combine(SampleServices.SchemaFolder, name)));

    private static MemoryStream Zip(params (string Name, string Text)[] files)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        stream.Position = 0;
        return stream;
    }

    private static IEnumerable<string> Files(TemporaryFolder folder) =>
        Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder.Path, file)).Order(StringComparer.Ordinal);
}
