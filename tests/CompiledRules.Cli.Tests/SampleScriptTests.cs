using System.Diagnostics;
using System.Reflection;
using ExternalFunctions;

namespace CompiledRules.Cli.Tests;

/// <summary>Runs the scripts of the samples as their READMEs say, and compares what both show.</summary>
[NonParallelizable]
public sealed class SampleScriptTests
{
    private static string Samples { get; } = Path.Combine(FindRoot(), "samples");

    [Test]
    public async Task The_README_of_external_functions_shows_what_their_script_prints()
    {
        await using var plant = await PlantHost.StartAsync(0, 0, 0);
        using var cr = new Cr();
        Copy(Path.Combine(Samples, "ExternalFunctions", "services"), Path.Combine(cr.Folder, "services"));
        cr.Write("services/plant.json", (await File.ReadAllTextAsync(Path.Combine(Samples, "ExternalFunctions", "services", "plant.json")))
            .Replace("50051", $"{plant.GrpcPort}", StringComparison.Ordinal)
            .Replace("50052", $"{plant.RestPort}", StringComparison.Ordinal)
            .Replace("50053", $"{plant.RpcPort}", StringComparison.Ordinal));
        foreach (var file in (string[])["script.sql", "readings.json"])
            File.Copy(Path.Combine(Samples, "ExternalFunctions", file), Path.Combine(cr.Folder, file));

        var code = await cr.RunAsync("run", "script.sql", "--services", "services");

        Assert.That(code, Is.Zero, cr.Error);
        Assert.That(cr.Lines, Is.EqualTo(Shown("ExternalFunctions", "$ cr run")), cr.Error);
    }

    [Test]
    public async Task The_README_of_portable_plugins_shows_what_their_script_prints_and_writes()
    {
        RequirePython();
        using var cr = new Cr();
        var meter = Path.Combine(cr.Folder, "plugins", "portable", "meter");
        Copy(Path.Combine(Samples, "PortablePlugin", "Python"), Path.Combine(cr.Folder, "plugins", "portable", "pymeter"));
        CopyMeter(meter);

        var code = await cr.RunAsync("run", Path.Combine(Samples, "PortablePlugin", "script.sql"), "--plugins", "plugins", "--limit", "2");

        Assert.That(code, Is.Zero, cr.Error);
        Assert.That(cr.Lines, Is.EqualTo(Shown("PortablePlugin", "$ cr run")), cr.Error);
        Assert.That(File.ReadLines(Path.Combine(meter, "readings.jsonl")).Take(2), Is.EqualTo(Shown("PortablePlugin", "```json")));
    }

    // The rows that follow a line of the README.
    private static List<string> Shown(string sample, string behind) => [.. File.ReadLines(Path.Combine(Samples, sample, "README.md"))
        .SkipWhile(line => !line.StartsWith(behind, StringComparison.Ordinal))
        .Skip(1)
        .TakeWhile(static line => line.StartsWith('{'))];

    private static void CopyMeter(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "sources"));
        foreach (var file in (string[])["Meter.dll", "Meter.runtimeconfig.json", "Meter.deps.json", "meter.json", "CompiledRules.Portable.Sdk.dll", "CompiledRules.Abstractions.dll", "sources/cs_meter.yaml"])
            File.Copy(Path.Combine(AppContext.BaseDirectory, file), Path.Combine(folder, file));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static void RequirePython()
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", "pass"]))!;
            python.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("python3 is not installed");
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        while (!File.Exists(Path.Combine(folder.FullName, "CompiledRules.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("CompiledRules.sln stands in none of the folders above the test assembly");
        return folder.FullName;
    }
}
