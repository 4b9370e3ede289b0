using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Tests;

/// <summary>What is wrong is shown where it stands in the C# source.</summary>
public sealed class ProblemTests
{
    [TestCase("\"SELECT Room, Humidity AS Celsius FROM readings\"", "CR2", "Humidity")]
    [TestCase("\"SELECT Room, \\u0048umidity AS Celsius FROM readings\"", "CR2", "\\u0048umidity")]
    [TestCase("\"SELECT \\\"a\\\" AS Room, Humidity AS Celsius FROM readings\"", "CR2", "Humidity")]
    [TestCase("@\"SELECT \"\"a\"\" AS Room,\n Humidity AS Celsius FROM readings\"", "CR2", "Humidity")]
    [TestCase("\"\"\"SELECT Room, Humidity AS Celsius FROM readings\"\"\"", "CR2", "Humidity")]
    [TestCase("\"\"\"\n        SELECT Room,\n\n          Humidity AS Celsius\n        FROM readings\n        \"\"\"", "CR2", "Humidity")]
    [TestCase("\"SELECT Room, \" + \"Humidity AS Celsius FROM readings\"", "CR2", "\"SELECT Room, \" + \"Humidity AS Celsius FROM readings\"")]
    [TestCase("\"SELECT Room, Celsius FROM reading\"", "CR2", "reading")]
    [TestCase("\"SELECT Room, Celsius FROM readings WHERE\"", "CR1", "")]
    [TestCase("\"SELECT Room, Room AS Celsius FROM readings\"", "CR2503", "Room AS Celsius")]
    [TestCase("\"SELECT Room FROM readings\"", "CR2502", "Room")]
    [TestCase("\"SELECT Room, avg(Humidity) AS Celsius FROM readings GROUP BY Room, TUMBLINGWINDOW(ss, 10)\"", "CR2", "Humidity")]
    [TestCase("\"SELECT Room, avg(Celsius) AS Celsius FROM readings GROUP BY Room, TUMBLINGWINDOW(ss, 0)\"", "CR", "0")]
    public void Problem_marks_the_words_it_is_about(string literal, string id, string? marked)
    {
        var source = Source(literal);
        var problem = GeneratorHarness.Diagnostics(source).Single();

        Assert.That(problem.Id, Does.StartWith(id), problem.ToString());
        if (marked is not null)
            Assert.That(source.Substring(problem.Location.SourceSpan.Start, problem.Location.SourceSpan.Length), Is.EqualTo(marked));

        var tree = Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(source, GeneratorHarness.ParseOptions, "Source0.cs");
        Assert.That(problem.Location.GetLineSpan(), Is.EqualTo(tree.GetLineSpan(problem.Location.SourceSpan)));
    }

    [TestCase("public static IObservable<Hot> Run(IObservable<Reading> readings) => null!;", "CR0001")]
    [TestCase("public static partial Hot Run(IObservable<Reading> readings);", "CR0002")]
    [TestCase("public static partial IObservable<Hot> Run(IObservable<Reading> readings, int size);", "CR0003")]
    [TestCase("public static partial IObservable<Hot> Run();", "CR0004")]
    [TestCase("public static partial IObservable<Hot> Run<T>(IObservable<Reading> readings);", "CR0005")]
    public void Declaration_that_is_no_rule(string method, string id) => Assert.That(
        GeneratorHarness.Diagnostics(GeneratorHarness.Rows + $"public static partial class Rules {{ [CompiledRule(\"SELECT Room, Celsius FROM readings\")] {method} }}").Select(static problem => problem.Id),
        Is.EqualTo([id]));

    [Test]
    public void Near_name_is_suggested() => Assert.That(
        GeneratorHarness.Diagnostics(Source("\"SELECT Rom AS Room, Celsius FROM readings\"")).Single().GetMessage(System.Globalization.CultureInfo.InvariantCulture),
        Does.Contain("did you mean 'Room'?"));

    private static string Source(string literal) =>
        GeneratorHarness.Rows + $"public static partial class Rules\n{{\n    [CompiledRule({literal})]\n    public static partial IObservable<Hot> Run(IObservable<Reading> readings);\n}}\n";
}
