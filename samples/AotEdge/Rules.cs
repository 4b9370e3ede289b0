using CompiledRules;

namespace AotEdge;

internal static partial class Rules
{
    [CompiledRule("""
        SELECT upper(Sensor) AS Name, Value, Value - lag(Value, 1, 0.0) OVER (PARTITION BY Sensor) AS Change,
               CASE WHEN Value > 90 THEN 'alarm' ELSE 'watch' END AS Level
        FROM samples
        WHERE Value > 50 AND Sensor LIKE 'pump%'
        """)]
    public static partial IObservable<Alert> Alerts(IObservable<Sample> samples);

    [CompiledRule("SELECT Sensor, max(Value) AS Highest, count(*) AS Samples FROM samples GROUP BY Sensor, TUMBLINGWINDOW(ss, 10) HAVING count(*) > 1", IsEventTime = true)]
    public static partial IObservable<Summary> Summaries(IObservable<Sample> samples);
}
