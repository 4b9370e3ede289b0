using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Native.Tests;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NativePluginStoreTests : IDisposable
{
    private const string DependenciesFile = """
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" },
          "targets": {
            ".NETCoreApp,Version=v10.0": {
              "NAME/1.0": { "dependencies": { "Constant": "1.0" }, "runtime": { "NAME.dll": {} } },
              "Constant/1.0": { "runtime": { "Constant.dll": {} } }
            }
          },
          "libraries": {
            "NAME/1.0": { "type": "project", "serviceable": false, "sha512": "" },
            "Constant/1.0": { "type": "project", "serviceable": false, "sha512": "" }
          }
        }
        """;

    private readonly PluginBuilder _builder = new();
    private readonly NativePluginStore _store;

    public NativePluginStoreTests() => _store = new NativePluginStore(_builder.NewFolder());

    public void Dispose() => _builder.Dispose();

    [Test]
    public void A_plugin_is_installed_from_a_folder_and_from_a_zip([Values] bool zipped)
    {
        var folder = _builder.Build("Answer@v1.2.0", Answer(42));

        var plugin = _store.Install(zipped ? PluginBuilder.Zip(folder) : folder);

        Assert.That((plugin.Name, plugin.Package.Version), Is.EqualTo(("answer", "1.2.0")));
        Assert.That(Call(plugin), Is.EqualTo(42));
    }

    [Test]
    public void An_update_changes_the_code_and_the_old_version_is_gone()
    {
        var old = InstallAndTrack(1);

        var plugin = _store.Install(_builder.Build("Answer", Answer(2)));

        Assert.That(Call(plugin), Is.EqualTo(2));
        Assert.That(IsCollected(old), Is.True);
    }

    [Test]
    public void A_removed_plugin_is_gone_from_memory_and_disk()
    {
        _store.Install(_builder.Build("Answer", Answer(1)));

        var gone = _store.Remove("answer")!;

        Assert.That(IsCollected(gone), Is.True);
        Assert.That(_store.Plugins, Is.Empty);
        Assert.That(new NativePluginStore(_builder.NewFolder()).LoadInstalled(), Is.Empty);
    }

    [Test]
    public void Many_swaps_leave_nothing_behind()
    {
        var packages = Enumerable.Range(0, 4).Select(value => _builder.Build("Answer", Answer(value))).ToArray();
        var old = new List<WeakReference>();

        for (var i = 0; i < 200; i++)
            old.Add(Swap(packages[i % packages.Length], i % packages.Length));

        Assert.That(old.SkipLast(1).Count(static reference => !IsCollected(reference)), Is.Zero);
    }

    [Test]
    public void Installed_plugins_come_back()
    {
        var folder = _builder.NewFolder();
        var first = new NativePluginStore(folder);
        first.Install(_builder.Build("Answer", Answer(1)));
        first.Install(_builder.Build("Answer", Answer(2)));

        var second = new NativePluginStore(folder);

        Assert.That(second.LoadInstalled(), Is.Empty);
        Assert.That(Call(second.Find("answer")!), Is.EqualTo(2));
    }

    [Test]
    public void Rules_are_told_while_both_versions_are_there_and_may_refuse()
    {
        _store.Install(_builder.Build("Answer", Answer(1)));
        _store.Changed += change => throw new InvalidOperationException($"{Call(change.Old!)} to {Call(change.New!)}");

        var error = Assert.Throws<InvalidOperationException>(() => _store.Install(_builder.Build("Answer", Answer(2))))!;

        Assert.That(error.Message, Is.EqualTo("1 to 2"));
        Assert.That(Call(_store.Find("answer")!), Is.EqualTo(1));
    }

    [Test]
    public void Dependencies_are_private_to_their_plugin()
    {
        var first = WithDependency("First", 1);
        var second = WithDependency("Second", 2);

        Assert.That(Call(_store.Install(first, "first")), Is.EqualTo(1));
        Assert.That(Call(_store.Install(second, "second")), Is.EqualTo(2));
    }

    [Test]
    public void A_truncated_assembly_is_refused()
    {
        var folder = _builder.Build("Answer", Answer(1));
        var path = Path.Combine(folder, "Answer.dll");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..600]);

        AssertRefused(folder, "is not a .NET assembly, or is cut short");
    }

    [Test]
    public void A_file_that_is_no_assembly_is_refused()
    {
        var folder = _builder.Build("Answer", Answer(1));
        File.WriteAllText(Path.Combine(folder, "Answer.dll"), "text");

        AssertRefused(folder, "is not a .NET assembly, or is cut short");
    }

    [Test]
    public void An_assembly_for_another_processor_is_refused() =>
        AssertRefused(
            _builder.Build("Answer", Answer(1), System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? Platform.X64 : Platform.Arm64),
            "build it for AnyCPU");

    [Test]
    public void Another_contract_is_refused_with_both_versions_and_the_remedy()
    {
        var folder = _builder.Build("Answer", "public static class A { [CompiledRules.SqlFunction(\"a\")] public static long F() => 1; }", contract: _builder.ContractOf("9.1.0.0"));

        AssertRefused(folder, "it was built against CompiledRules.Abstractions 9.1.0, but this host has 0.1.0; update this host");
    }

    [Test]
    public void A_missing_dependency_is_refused_by_name()
    {
        var folder = WithDependency("Answer", 1);
        File.Delete(Path.Combine(folder, "Constant.dll"));

        AssertRefused(folder, "it needs Constant 0.0.0.0");
    }

    [Test]
    public void An_assembly_without_the_contract_is_refused() =>
        AssertRefused(_builder.Build("Answer", "public class C;"), "does not reference CompiledRules.Abstractions");

    [Test]
    public void A_zip_that_leads_out_of_its_folder_is_refused()
    {
        var file = Path.Combine(_builder.Build("Answer", Answer(1)), "bad.zip");
        using (var zip = System.IO.Compression.ZipFile.Open(file, System.IO.Compression.ZipArchiveMode.Create))
            zip.CreateEntry("../escaped.txt").Open().Dispose();

        AssertRefused(file, "cannot be read as a zip file or folder");
    }

    [Test]
    public void A_package_without_the_assembly_says_what_it_holds()
    {
        var folder = _builder.NewFolder();
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "readme.txt"), "");

        AssertRefused(folder, "the package holds readme.txt; expected");
    }

    [Test]
    public void A_refused_update_leaves_the_old_version_in_use()
    {
        _store.Install(_builder.Build("Answer", Answer(1)));

        AssertRefused(_builder.Build("Answer", "public class C;"), "does not reference");

        Assert.That(Call(_store.Find("answer")!), Is.EqualTo(1));
    }

    private static string Answer(int value) =>
        $$"""public static class Answer { [CompiledRules.SqlFunction("answer")] public static long Get() => {{value}}; public static readonly CompiledRules.SqlValue Kept = CompiledRules.SqlValue.From({{value}}L); }""";

    private static long Call(NativePlugin plugin) => (long)plugin.Assembly.GetExportedTypes().First(static type => type.Name == "Answer").GetMethod("Get")!.Invoke(null, null)!;

    private static bool IsCollected(WeakReference reference)
    {
        for (var i = 0; reference.IsAlive && i < 10; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return !reference.IsAlive;
    }

    private string WithDependency(string name, int value)
    {
        var constant = _builder.Build("Constant", $"public static class Constant {{ public static long Value => {value}; }}");
        var folder = _builder.Build(
            name,
            "public static class Answer { [CompiledRules.SqlFunction(\"answer\")] public static long Get() => Constant.Value; }",
            references: Path.Combine(constant, "Constant.dll"));
        File.Copy(Path.Combine(constant, "Constant.dll"), Path.Combine(folder, "Constant.dll"));
        File.WriteAllText(Path.Combine(folder, name + ".deps.json"), DependenciesFile.Replace("NAME", name, StringComparison.Ordinal));
        return folder;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference InstallAndTrack(int value) => new(System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(_store.Install(_builder.Build("Answer", Answer(value))).Assembly));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Swap(string package, long expected)
    {
        var plugin = _store.Install(package);
        Assert.That(Call(plugin), Is.EqualTo(expected));
        return new WeakReference(System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(plugin.Assembly));
    }

    private void AssertRefused(string source, string problem)
    {
        var error = Assert.Throws<PluginException>(() => _store.Install(source, source.EndsWith(".zip", StringComparison.Ordinal) || source.Contains("Answer", StringComparison.Ordinal) ? null : "answer"))!;

        Assert.That(error.Message, Does.Contain(problem));
    }
}
