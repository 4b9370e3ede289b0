using CompiledRules;
using CompiledRules.Portable.Sdk;

namespace Meter;

/// <summary>A thermometer that climbs: <c>CREATE STREAM … WITH (TYPE="cs_meter", CONF_KEY="default")</c>; option <c>interval</c> in milliseconds.</summary>
internal sealed class MeterSource : IPluginSource
{
    private TimeSpan _interval = TimeSpan.FromSeconds(1);
    private string _room = "";

    public void Configure(string dataSource, SqlObject options)
    {
        _room = dataSource;
        if (options["interval"] is { IsNumber: true } interval)
            _interval = TimeSpan.FromMilliseconds(interval.AsNumber());
    }

    public async Task RunAsync(PluginEmitter emitter, CancellationToken cancellation)
    {
        for (var reading = 0L; ; reading++)
        {
            await emitter.EmitAsync(SqlObject.FromArrays(["room", "fahrenheit"], [_room, 32 + (reading * 1.8)]));
            await Task.Delay(_interval, cancellation);
        }
    }
}
