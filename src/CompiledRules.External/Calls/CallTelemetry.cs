using System.Diagnostics;
using System.Diagnostics.Metrics;
using CompiledRules.External.Definitions;

namespace CompiledRules.External.Calls;

/// <summary>Metrics and traces of one function, in the words of OpenTelemetry's semantic conventions for RPC.</summary>
/// <remarks>Meter and activity source are called <c>CompiledRules.External</c>. Arguments and headers are in neither: they may hold secrets.</remarks>
internal sealed class CallTelemetry
{
    public const string Name = "CompiledRules.External";

    private static readonly ActivitySource s_activities = new(Name);
    private static readonly Meter s_meter = new(Name);

    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram(
        "compiledrules.function.call.duration",
        "s",
        "Duration of a call of a remote function, with its repetitions.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    private static readonly UpDownCounter<int> s_active = s_meter.CreateUpDownCounter<int>("compiledrules.function.call.active", "{call}", "Calls under way.");
    private static readonly Counter<long> s_attempts = s_meter.CreateCounter<long>("compiledrules.function.call.attempts", "{attempt}", "Exchanges with the service, repetitions included.");
    private static readonly Counter<long> s_hits = s_meter.CreateCounter<long>("compiledrules.function.cache.hits", "{call}", "Calls answered by the cache.");

    private readonly KeyValuePair<string, object?>[] _tags;
    private readonly string _spanName;
    private readonly TimeProvider _time;

    public CallTelemetry(InterfaceDefinition owner, FunctionDefinition function, TimeProvider time)
    {
        _time = time;
        var service = function.Method?.Service ?? owner.Name;
        _spanName = $"{service}/{function.MethodName}";
        _tags =
        [
            new("compiledrules.function", function.Name),
            new("rpc.system", owner.Protocol switch { ServiceProtocol.Grpc => "grpc", ServiceProtocol.Rest => "http", _ => "msgpack-rpc" }),
            new("rpc.service", service),
            new("rpc.method", function.MethodName),
            new("server.address", owner.Address.Host),
            new("server.port", owner.Address.Port),
        ];
    }

    public void Attempted() => s_attempts.Add(1, _tags);

    public void Hit() => s_hits.Add(1, _tags);

    public Call Begin()
    {
        s_active.Add(1, _tags);
        return new Call(this, s_activities.HasListeners() ? s_activities.StartActivity(_spanName, ActivityKind.Client, default(ActivityContext), _tags) : null, _time.GetTimestamp());
    }

    private void End(in Call call, CallFailure? failure)
    {
        s_active.Add(-1, _tags);
        if (s_duration.Enabled)
        {
            var tags = new TagList(_tags);
            if (failure is not null)
                tags.Add("error.type", failure.Kind.Text);
            s_duration.Record(_time.GetElapsedTime(call.Started).TotalSeconds, tags);
        }

        if (call.Activity is not { } activity)
            return;

        if (failure is not null)
        {
            activity.SetTag("error.type", failure.Kind.Text);
            activity.SetStatus(ActivityStatusCode.Error, failure.Error.Message);
        }

        activity.Dispose();
    }

    /// <summary>One call under way.</summary>
    public readonly record struct Call(CallTelemetry Owner, Activity? Activity, long Started)
    {
        public void End(CallFailure? failure) => Owner.End(in this, failure);
    }
}
