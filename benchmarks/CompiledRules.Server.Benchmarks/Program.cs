using System.Globalization;
using CompiledRules.Server.Benchmarks;

switch (args)
{
    case ["rules", .. var rest]:
        await ManyRules.RunAsync(rest is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 8000);
        return 0;
    case ["load", .. var rest]:
        await Load.RunAsync(rest is [var seconds, ..] ? int.Parse(seconds, CultureInfo.InvariantCulture) : 10);
        return 0;
    default:
        Console.Error.WriteLine("rules [count]: how long many rules on one shared stream take to start, what each costs, and whether all answer");
        Console.Error.WriteLine("load [seconds]: messages per second and latency, MQTT to MQTT and HTTP, against the broker's own");
        return 1;
}
