using System.Reactive.Linq;

namespace CompiledRules.Compiler.Tests;

/// <summary>The example of the README's section on the library.</summary>
public sealed class ReadmeExampleTests
{
    [Test]
    public void The_library_compiles_a_statement_to_an_operator_of_Rx()
    {
        var readings = new[] { new Reading("lab", 21), new Reading("hall", 35) }.ToObservable();

        var rule = RuleCompiler.Compile<Reading, Hot>("SELECT upper(room) AS room, t AS celsius FROM readings WHERE t > 30");
        var hot = rule.AsOperator()(readings).ToEnumerable();

        Assert.That(hot, Is.EqualTo([new Hot("HALL", 35)]));
    }

    public sealed record Reading(string Room, double T);

    public sealed record Hot(string Room, double Celsius);
}
