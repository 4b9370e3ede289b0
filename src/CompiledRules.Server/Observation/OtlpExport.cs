using CompiledRules.Hosting;
using CompiledRules.Server.Http;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CompiledRules.Server.Observation;

/// <summary>Sends traces of rows and figures of rules to a collector, by OTLP over HTTP, while that is asked for. May be used from any thread.</summary>
internal sealed class OtlpExport : IDisposable
{
    private readonly Lock _gate = new();
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    /// <summary>Begins, in the place of an earlier one.</summary>
    /// <param name="collector">The collector's address, such as <c>http://localhost:4318</c>.</param>
    /// <exception cref="ApiException">It is no such address.</exception>
    public void Start(string collector, string service)
    {
        if (!Uri.TryCreate(collector.Contains("://", StringComparison.Ordinal) ? collector : $"http://{collector}", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new ApiException(ErrorCode.Undefined, $"'{collector}' is no address of a collector, such as http://localhost:4318");

        lock (_gate)
        {
            Stop();
            var resource = ResourceBuilder.CreateDefault().AddService(service);
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(RunningRule.RowActivities).AddOtlpExporter(options => Set(options, address, "v1/traces")).Build();
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(ServerMeter.Name).AddOtlpExporter(options => Set(options, address, "v1/metrics")).Build();
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _traces?.Dispose();
            _metrics?.Dispose();
            (_traces, _metrics) = (null, null);
        }
    }

    public void Dispose() => Stop();

    private static void Set(OtlpExporterOptions options, Uri collector, string path)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = collector.AbsolutePath.Length > 1 ? collector : new Uri(collector, path);
    }
}
