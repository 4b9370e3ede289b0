namespace CompiledRules.Cli.Tests;

public sealed class PluginCommandTests
{
    [Test]
    public async Task A_new_plugin_is_built_packed_verified_installed_and_used_by_a_rule()
    {
        using var cr = new Cr();

        Assert.That(await cr.RunAsync("plugin", "new", "Weather"), Is.Zero, cr.Error);
        Assert.That(await cr.RunAsync("plugin", "pack", "Weather"), Is.Zero, cr.Error);
        Assert.That(await cr.RunAsync("plugin", "verify", "Weather.zip"), Is.Zero, cr.Error);
        Assert.That(await cr.RunAsync("plugin", "install", "Weather.zip"), Is.Zero, cr.Error);
        Assert.That(await cr.RunAsync("plugin", "test", "fahrenheit", "100"), Is.Zero, cr.Error);
        Assert.That(cr.Output.ReplaceLineEndings("\n"), Does.EndWith("""
            Weather.zip
            weather, built against CompiledRules.Abstractions 0.1.0; this host has 0.1.0
              function fahrenheit(celsius float) → float
                A temperature in degrees Fahrenheit.
              source tick of count bigint, at datetime
                Counts. CREATE STREAM ticks () WITH (TYPE="tick", INTERVAL="500")
                option step (whole number, 1 if left out): How much is added each time.
                option interval (duration, 1000ms if left out): The time between two pulls; 0 pulls once.
              loads and unloads
            weather: functions fahrenheit, sources tick
            212

            """.ReplaceLineEndings("\n")));

        var script = cr.Write("ticks.sql", "CREATE STREAM ticks () WITH (TYPE=\"tick\", INTERVAL=\"0\", STEP=\"10\"); SELECT count, fahrenheit(count) AS f FROM ticks;");
        Assert.That(await cr.RunAsync("run", script, "--plugins", "plugins"), Is.Zero, cr.Error);
        Assert.That(cr.Lines[^1], Is.EqualTo("{\"count\":10,\"f\":50}"));

        Assert.That(await cr.RunAsync("plugin", "remove", "weather"), Is.Zero, cr.Error);
        Assert.That(await cr.RunAsync("check", script, "--plugins", "plugins"), Is.EqualTo(1));
        Assert.That(cr.Output, Does.Contain("fahrenheit"));
    }

    [TestCase("plugin new two-words", "'two-words' cannot be the name of a plugin: use letters, digits and underscores, beginning with a letter, such as Weather")]
    [TestCase("plugin verify nothing.zip", "nothing.zip: there is no such file or folder")]
    [TestCase("plugin verify text.zip", "plugin text: text.zip cannot be read as a zip file or folder")]
    [TestCase("plugin show nothing", "there is no plugin 'nothing' in plugins; cr plugin list shows what there is")]
    [TestCase("run text.zip --plugins nowhere", "nowhere: there is no such folder; install a plugin with cr plugin install FILE --plugins nowhere")]
    public async Task What_goes_wrong_is_told_in_one_line(string arguments, string message)
    {
        using var cr = new Cr();
        cr.Write("text.zip", "text");

        Assert.That(await cr.RunAsync(arguments.Split(' ')), Is.EqualTo(1));
        Assert.That(cr.Messages.Single(), Does.StartWith("cr: " + message));
    }

    [Test]
    public async Task A_plugin_that_does_not_build_shows_the_errors_of_the_compiler()
    {
        using var cr = new Cr();
        Assert.That(await cr.RunAsync("plugin", "new", "Broken"), Is.Zero, cr.Error);
        await File.AppendAllTextAsync(Path.Combine(cr.Folder, "Broken", "Functions.cs"), "\npublic static class More { [SqlFunction(\"more\")] public static int More1(long x) => 1; }\n");

        Assert.That(await cr.RunAsync("plugin", "pack", "Broken"), Is.EqualTo(1));
        Assert.That(cr.Error, Does.Contain("cr: Broken.csproj does not build").And.Contain("Functions.cs(12,").And.Contain("error CR5001: The result of More1 is of type int"));
    }
}
