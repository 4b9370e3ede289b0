using static CompiledRules.Generators.Tests.GeneratorHarness;

namespace CompiledRules.Generators.Tests;

public sealed class RowRuleGenerationTests
{
    [Test]
    public void Filter_and_projection() => Snapshot.Match(Generate(Rule("SELECT Room, Celsius FROM readings WHERE Celsius > 30 AND endswith(Room, 'lab')")));

    [Test]
    public void Result_type_of_the_select_list() => Snapshot.Match(Generate(Rule("SELECT Room AS place, Celsius * 1.8 + 32 AS fahrenheit, Level, Note LIKE 'a%' AS noted FROM readings", "Warm")));

    [Test]
    public void Calls_with_history() => Snapshot.Match(Generate(Rule("SELECT Room, lag(Celsius, 1, 0.0) OVER (PARTITION BY Room) AS Before FROM readings", "Change")));

    [Test]
    public void Alias_used_twice_and_case() => Snapshot.Match(Generate(Rule(
        "SELECT sqrt(Celsius) AS root, CASE WHEN root > 5 THEN 'high' ELSE 'low' END AS kind FROM readings WHERE root > 1 AND Level IN (1, 2)", "Kind")));

    [Test]
    public void Clock_and_errors_of_the_caller() => Snapshot.Match(Generate(Rule(
        "SELECT Sequence + 9223372036854775807 AS next, now() AS time FROM readings", "Stamped", "IObservable<Reading> readings, TimeProvider time, Action<RowError>? onError = null")));

    [Test]
    public void Function_of_the_project() => Snapshot.Match(Generate(Rule("SELECT Room, toKelvin(Celsius) AS Celsius FROM readings") + """

        public static class Functions
        {
            [SqlFunction("toKelvin")]
            public static double Kelvin(double celsius) => celsius + 273.15;
        }
        """));
}
