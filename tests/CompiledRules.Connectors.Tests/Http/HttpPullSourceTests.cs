using CompiledRules.Connectors.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.Http;

public sealed class HttpPullSourceTests
{
    [Test]
    public async Task Answers_come_at_the_interval()
    {
        var count = 0;
        var time = new FakeTimeProvider();
        await using var server = await HttpServer.StartAsync(context => context.Response.WriteAsync($"{++count}"));
        var recorder = new Recorder();
        using var subscription = Make(time, ("url", server.Url), ("DATASOURCE", "/values"), ("headers", """{"X-Key":"k"}""")).Subscribe(recorder);

        Assert.That(await recorder.NextAsync(), Is.EqualTo("1"));
        Assert.That(await server.NextRequestAsync(), Is.EqualTo("GET /values  k "));
        var next = recorder.NextAsync();
        Assert.That(await AdvanceUntilAsync(time, next), Is.EqualTo("2"));
    }

    [Test]
    public async Task Equal_answer_is_passed_over_when_incremental()
    {
        var answers = new Queue<string>(["a", "a", "b"]);
        var time = new FakeTimeProvider();
        await using var server = await HttpServer.StartAsync(context => context.Response.WriteAsync(answers.Count > 1 ? answers.Dequeue() : answers.Peek()));
        var recorder = new Recorder();
        using var subscription = Make(time, ("url", server.Url), ("incremental", true)).Subscribe(recorder);
        Assert.That(await recorder.NextAsync(), Is.EqualTo("a"));
        Assert.That(await AdvanceUntilAsync(time, recorder.NextAsync()), Is.EqualTo("b"));
    }

    [Test]
    public async Task Failure_is_told_and_the_next_request_made()
    {
        var count = 0;
        var time = new FakeTimeProvider();
        await using var server = await HttpServer.StartAsync(context =>
        {
            context.Response.StatusCode = count++ == 0 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
            return context.Response.WriteAsync("x");
        });
        var recorder = new Recorder();
        var log = new List<string>();
        using var subscription = Make(new ConnectorContext("s", time) { Log = log.Add }, ("url", server.Url)).Subscribe(recorder);
        Assert.That(await AdvanceUntilAsync(time, recorder.NextAsync()), Is.EqualTo("x"));
        Assert.That(log, Has.One.Contains("the answer is 503"));
    }

    // The next wait begins some time after an answer was handed on, unseen from here; so the clock is moved until the next one comes.
    private static async Task<string> AdvanceUntilAsync(FakeTimeProvider time, Task<string> next)
    {
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(next, Task.Delay(1));
        }

        return await next;
    }

    private static HttpPullSource Make(TimeProvider time, params (string Name, SqlValue Value)[] options) => Make(new ConnectorContext("s", time), options);

    private static HttpPullSource Make(ConnectorContext context, params (string Name, SqlValue Value)[] options) =>
        (HttpPullSource)((SourceConnector.Messages)Source("httppull", context, options)).Source;
}
