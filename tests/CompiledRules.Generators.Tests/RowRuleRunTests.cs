using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace CompiledRules.Generators.Tests;

/// <summary>Runs generated code.</summary>
public sealed class RowRuleRunTests
{
    [Test]
    public void Rows_that_pass_become_results() => Assert.That(
        Run("SELECT Room, Celsius FROM readings WHERE Celsius > 30", "Hot", ("lab", 31), ("hall", 20)), Is.EqualTo("Hot { Room = lab, Celsius = 31 }"));

    [Test]
    public void Generated_record_shows_its_columns() => Assert.That(
        Run("SELECT Room AS place, Sequence + 1 AS next FROM readings", "Next", ("lab", 31)), Is.EqualTo("Next { place = lab, next = 2 }"));

    [Test]
    public void History_belongs_to_the_subscription() => Assert.That(
        Run("SELECT lag(Room, 1, 'none') AS Before FROM readings", "Step", ("a", 1), ("b", 2)), Is.EqualTo("Step { Before = none } Step { Before = a }"));

    [Test]
    public void Failing_row_is_passed_over() => Assert.That(
        Run("SELECT cast(Room, 'bigint') AS number FROM readings", "Number", ("1", 1), ("x", 2), ("3", 3)), Is.EqualTo("Number { number = 1 } Number { number = 3 }"));

    [Test]
    public void Integers_wrap_whatever_the_project_checks() => Assert.That(
        Run("SELECT Sequence * 9223372036854775807 + 10 AS wrapped FROM readings", "Wrapped", ("a", 1), ("b", 1)), Does.Contain("wrapped = -9223372036854775799"));

    private static string Run(string sql, string result, params (string Room, double Celsius)[] rows)
    {
        var assembly = GeneratorHarness.Load(GeneratorHarness.Rule(sql, result));
        var type = assembly.GetType("Plant.Reading")!;
        return (string)typeof(RowRuleRunTests).GetMethod(nameof(RunOver), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(type, assembly.GetType("Plant." + result)!)
            .Invoke(null, [assembly.GetType("Plant.Rules")!.GetMethod("Run")!, rows])!;
    }

    private static string RunOver<TIn, TOut>(System.Reflection.MethodInfo rule, (string Room, double Celsius)[] rows)
    {
        var subject = new Subject<TIn>();
        var results = new List<TOut>();
        using var run = ((IObservable<TOut>)rule.Invoke(null, [subject])!).Subscribe(results.Add);
        var sequence = 1L;
        foreach (var (room, celsius) in rows)
            subject.OnNext((TIn)Activator.CreateInstance(typeof(TIn), room, celsius, sequence++, null, null)!);
        return string.Join(' ', results);
    }
}
