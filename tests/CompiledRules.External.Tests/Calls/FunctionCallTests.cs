using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CompiledRules.External.Tests.Servers;

namespace CompiledRules.External.Tests.Calls;

/// <summary>A function as a rule calls it, over a real service.</summary>
public sealed class FunctionCallTests
{
    [TestCase("fail", "error: error invoking method Upper in proto: Internal: as ordered", 0)]
    [TestCase("null", "null", 0)]
    [TestCase("skip", "skipped", 0)]
    [TestCase("deadLetter", "skipped", 1)]
    public async Task A_failure_does_to_the_row_what_the_policy_says(string policy, string outcome, int letters)
    {
        var deadLetters = new Letters();
        await using var server = await GrpcServer.StartAsync();
        await using var services = Open(server, $$""" "onError": "{{policy}}" """, deadLetters);
        server.Log.Statuses.Enqueue(13);

        var result = await services.CallAsync("Upper", "a");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ToString(), Is.EqualTo(outcome));
            Assert.That(deadLetters.Select(static letter => $"{letter.Function}{letter.Arguments}"), Is.EqualTo(Enumerable.Repeat("Upper[a]", letters)));
        }
    }

    [Test]
    public async Task Arguments_that_do_not_fit_are_never_sent()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var services = Open(server);

        var result = await services.CallAsync("Upper", 5L);

        Assert.That((result.Error!.Message, server.Log.Calls), Is.EqualTo(("invalid type for string type field 'value': cannot convert integer 5 to string", 0)));
    }

    [Test]
    public async Task A_kept_result_is_not_asked_for_again_and_a_failure_is_not_kept()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var services = Open(server, """ "deterministic": true, "cache": { "ttl": "1h" } """);
        server.Log.Statuses.Enqueue(13);

        var failed = await services.CallAsync("Upper", "a");
        var first = await services.CallAsync("Upper", "a");
        var second = await services.CallAsync("Upper", "a");

        Assert.That((failed.Error is null, first.Value, second.Value, server.Log.Calls), Is.EqualTo((false, (SqlValue)"A", (SqlValue)"A", 2)));
    }

    [Test]
    public async Task Equal_calls_under_way_are_made_once()
    {
        await using var server = await GrpcServer.StartAsync();
        server.Log.Gate = new TaskCompletionSource();
        await using var services = Open(server, """ "coalesce": true """);
        var calls = new[] { "a", "a", "b", "a" }.Select(text => services.CallAsync("Upper", text).AsTask()).ToArray();
        await server.Log.WhenCalledAsync();
        await server.Log.WhenCalledAsync();

        server.Log.Gate.SetResult();
        var results = await Task.WhenAll(calls);

        Assert.That((string.Join(' ', results.Select(static result => result.Value)), server.Log.Calls), Is.EqualTo(("A A B A", 2)));
    }

    [Test]
    public async Task A_call_is_measured_and_traced_without_its_arguments()
    {
        var durations = new ConcurrentQueue<string>();
        var activities = new ConcurrentQueue<Activity>();
        using var meters = new MeterListener { InstrumentPublished = static (instrument, listener) => Enable(instrument, listener) };
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) => durations.Enqueue(string.Join(' ', tags.ToArray().Where(static tag => tag.Key is "compiledrules.function" or "error.type").Select(static tag => tag.Value))));
        meters.Start();
        using var traces = new ActivityListener { ShouldListenTo = static source => source.Name == "CompiledRules.External", Sample = static (ref _) => ActivitySamplingResult.AllData, ActivityStopped = activities.Enqueue };
        ActivitySource.AddActivityListener(traces);
        await using var server = await GrpcServer.StartAsync();
        await using var services = new ExternalServices(new ExternalServicesOptions());
        services.Add(CompiledRules.External.Definitions.ServiceReader.Read(
            "measured",
            $$"""{ "interfaces": { "i": { "address": "tcp://localhost:{{server.Port}}", "protocol": "grpc", "schemaType": "protobuf", "schemaFile": "types.proto", "functions": [ { "name": "measured", "serviceName": "Upper" } ] } } }""",
            SampleServices.SchemaFolder));
        server.Log.Statuses.Enqueue(0);
        server.Log.Statuses.Enqueue(13);

        await services.CallAsync("measured", "secret");
        await services.CallAsync("measured", "secret");

        var spans = activities.Where(static activity => Equals(activity.GetTagItem("compiledrules.function"), "measured")).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(durations.Where(static text => text.StartsWith("measured", StringComparison.Ordinal)), Is.EqualTo(new[] { "measured", "measured server" }));
            Assert.That(spans.Select(static span => (span.DisplayName, span.Status)), Is.EqualTo(new[] { ("types.Types/Upper", ActivityStatusCode.Unset), ("types.Types/Upper", ActivityStatusCode.Error) }));
            Assert.That(spans.SelectMany(static span => span.TagObjects).Select(static tag => tag.Value?.ToString()), Has.None.Contain("secret"));
        }
    }

    private static void Enable(Instrument instrument, MeterListener listener)
    {
        if (instrument.Name == "compiledrules.function.call.duration")
            listener.EnableMeasurementEvents(instrument);
    }

    private static ExternalServices Open(GrpcServer server, string options = "", IDeadLetters? deadLetters = null) =>
        TestServices.Open("grpc", $"tcp://localhost:{server.Port}", options, new ExternalServicesOptions { DeadLetters = deadLetters });

    private sealed class Letters : ConcurrentQueue<DeadLetter>, IDeadLetters
    {
        public void Add(DeadLetter letter) => Enqueue(letter);
    }
}
