using System.Diagnostics;

namespace CompiledRules.Cli.Tests;

/// <summary>The template of <c>dotnet new</c> makes a project that builds, without a feed of packages.</summary>
public sealed class TemplateTests
{
    [Test]
    public async Task A_plugin_from_the_template_builds_and_loads()
    {
        using var cr = new Cr();
        var hive = Path.Combine(cr.Folder, "hive");
        await DotnetAsync(cr.Folder, "new", "install", Path.Combine(Repository.Root, "src", "CompiledRules.Templates", "content", "plugin"), "--debug:custom-hive", hive);
        await DotnetAsync(cr.Folder, "new", "cr-plugin", "-n", "Weather", "-o", "Weather", "--debug:custom-hive", hive);
        await DotnetAsync(cr.Folder, "build", "Weather", "-o", "built", "--nologo", "-v", "quiet");

        Assert.That(await cr.RunAsync("plugin", "verify", "built"), Is.Zero, cr.Error);
        Assert.That(cr.Lines[0], Does.StartWith("weather, built against CompiledRules.Abstractions"));
    }

    private static async Task DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["CompiledRulesHome"] = AppContext.BaseDirectory;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, output);
    }
}
