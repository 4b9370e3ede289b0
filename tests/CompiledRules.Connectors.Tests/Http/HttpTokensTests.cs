using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.Http;

public sealed class HttpTokensTests
{
    [Test]
    public async Task Requests_carry_tokens_that_are_renewed_when_they_run_out()
    {
        await using var server = await StartAsync();
        var time = new FakeTimeProvider();
        await using var sink = Make(time, server, """{"url":"$/refresh","headers":{"X-Key":"{{.refresh_token}}"},"body":"again"}""");

        await sink.WriteAsync("1"u8.ToArray(), default);
        Assert.That(await server.NextRequestAsync(), Is.EqualTo("POST /token application/json  me"));
        Assert.That(await server.NextRequestAsync(), Is.EqualTo("POST /in application/json Bearer a1 1"));

        time.Advance(TimeSpan.FromSeconds(59));
        await sink.WriteAsync("2"u8.ToArray(), default);
        Assert.That(await server.NextRequestAsync(), Is.EqualTo("POST /in application/json Bearer a1 2"));

        time.Advance(TimeSpan.FromSeconds(1));
        await sink.WriteAsync("3"u8.ToArray(), default);
        Assert.That(await server.NextRequestAsync(), Is.EqualTo("POST /refresh application/json r1 again"));
        Assert.That(await server.NextRequestAsync(), Is.EqualTo("POST /in application/json Bearer a2 3"));
    }

    [Test]
    public async Task Refused_token_is_asked_for_anew()
    {
        await using var server = await StartAsync(refusals: 1);
        await using var sink = Make(new FakeTimeProvider(), server, null);
        Assert.That(async () => await sink.WriteAsync("1"u8.ToArray(), default), Throws.InstanceOf<InvalidOperationException>().With.Message.Contains("401"));
        Assert.That(async () => await sink.WriteAsync("2"u8.ToArray(), default), Throws.Nothing);

        var requests = new List<string>();
        for (var i = 0; i < 4; i++)
            requests.Add((await server.NextRequestAsync()).Split(' ')[1]);
        Assert.That(requests, Is.EqualTo(new[] { "/token", "/in", "/token", "/in" }));
    }

    [Test]
    public async Task Source_carries_tokens_too()
    {
        await using var server = await StartAsync();
        var recorder = new Recorder();
        using var subscription = ((SourceConnector.Messages)Source("httppull", new ConnectorContext("s", TimeProvider.System), [("url", $"{server.Url}/in"), .. Options(server, null)])).Source.Subscribe(recorder);
        Assert.That(await recorder.NextAsync(), Is.EqualTo("ok"));
        await server.NextRequestAsync();
        Assert.That(await server.NextRequestAsync(), Does.Contain("Bearer a1"));
    }

    [TestCase("""{"refresh":{"url":"http://a"}}""", "oauth, option 'access': it is required: the request for tokens, with url and body")]
    [TestCase("""{"access":{"body":"x"}}""", "option 'url': it is required: the address to ask")]
    [TestCase("""{"access":{"url":"http://a","expires":"1"}}""", "option 'expires': there is no such option; did you mean 'expire'?")]
    [TestCase("""{"access":{"url":"http://a","expire":"{{"}}""", "option 'expire': ")]
    public void Bad_login_is_refused(string login, string problem) => Assert.That(
        () => Sink("rest", new ConnectorContext("s", TimeProvider.System), ("url", "http://a"), ("oauth", login)), Throws.InstanceOf<OptionException>().With.Message.Contains(problem));

    private static Task<HttpServer> StartAsync(int refusals = 0)
    {
        var given = 0;
        return HttpServer.StartAsync(async context =>
        {
            if (context.Request.Path == "/in")
                context.Response.StatusCode = Interlocked.Decrement(ref refusals) >= 0 ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK;
            await context.Response.WriteAsync(context.Request.Path == "/in" ? "ok" : $$"""{"access_token":"a{{++given}}","refresh_token":"r{{given}}","expires":60}""");
        });
    }

    private static (string, SqlValue)[] Options(HttpServer server, string? refresh)
    {
        var login = $$$"""{"access":{"url":"$/token","body":"me","expire":"{{.expires}}"}{{{(refresh is null ? "" : $",\"refresh\":{refresh}")}}}}""";
        return [("oauth", SqlJson.Parse(login.Replace("$", server.Url, StringComparison.Ordinal))), ("headers", SqlJson.Parse("""{"X-Key":"Bearer {{.access_token}}"}"""))];
    }

    private static ISink<ReadOnlyMemory<byte>> Make(TimeProvider time, HttpServer server, string? refresh) =>
        ((SinkConnector.Encoded)Sink("rest", new ConnectorContext("s", time), [("url", $"{server.Url}/in"), .. Options(server, refresh)])).Sink;
}
