using System.Reflection;

namespace CompiledRules.Generators.Tests.Samples;

/// <summary>Runs the samples and compares what they print with what their README says.</summary>
[NonParallelizable]
public sealed class SampleTests
{
    [TestCase("HelloRules")]
    [TestCase("AotEdge")]
    [TestCase("AdHocSql")]
    public void Output_is_that_of_the_readme(string sample)
    {
        var readme = File.ReadAllText(Path.Combine(Root, "samples", sample, "README.md")).ReplaceLineEndings("\n");
        var start = readme.IndexOf("```text\n", StringComparison.Ordinal) + "```text\n".Length;

        Assert.That(OutputOf(sample), Is.EqualTo(readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)]));
    }

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "CompiledRules.sln")))
                folder = folder.Parent ?? throw new InvalidOperationException("CompiledRules.sln stands in none of the folders above the test assembly");
            return folder.FullName;
        }
    }

    // The sample is built beside the tests, so it runs in their process.
    private static string OutputOf(string sample)
    {
        var before = Console.Out;
        using var output = new StringWriter { NewLine = "\n" };
        Console.SetOut(output);
        try
        {
            var main = Assembly.Load(sample).EntryPoint!;
            main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(before);
        }

        return output.ToString();
    }
}
