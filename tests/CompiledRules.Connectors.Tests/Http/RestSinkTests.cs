using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.Http;

public sealed class RestSinkTests
{
    private static readonly ConnectorContext s_context = new("rule", TimeProvider.System);

    [Test]
    public async Task Message_is_posted_with_headers()
    {
        await using var server = await HttpServer.StartAsync(static _ => Task.CompletedTask);
        await using var sink = Make(s_context, ("url", $"{server.Url}/in"), ("headers", """{"X-Key":"k"}"""));
        await sink.WriteAsync("""{"a":1}"""u8.ToArray(), default);
        Assert.That(await server.NextRequestAsync(), Is.EqualTo("""POST /in application/json k {"a":1}"""));
    }

    [Test]
    public async Task Address_method_and_headers_may_follow_the_data()
    {
        await using var server = await HttpServer.StartAsync(static _ => Task.CompletedTask);
        await using var sink = Make(
            s_context, ("url", server.Url + "/{{.room}}"), ("method", "{{.m}}"), ("headers", "{\"X-Key\":\"{{.k}}\"}"), ("bodyType", "text"));
        var properties = new Dictionary<string, string> { ["url"] = $"{server.Url}/lab", ["method"] = "PUT", ["headers"] = """{"X-Key":"k2"}""" };
        await sink.WriteAsync("x"u8.ToArray(), properties, default);
        Assert.That(await server.NextRequestAsync(), Is.EqualTo("PUT /lab text/plain; charset=utf-8 k2 x"));
    }

    [TestCase("gzip", "gzip")]
    [TestCase("zlib", "deflate")]
    [TestCase("zstd", "zstd")]
    public async Task Compressed_body_says_so(string compression, string contentEncoding)
    {
        await using var server = await HttpServer.StartAsync(context => context.Response.WriteAsync($$"""{"code":{{(context.Request.Headers.ContentEncoding == contentEncoding ? 200 : 400)}}}"""));
        await using var sink = Make(s_context, ("url", server.Url), ("compression", compression), ("responseType", "body"));
        Assert.That(async () => await sink.WriteAsync("x"u8.ToArray(), default), Throws.Nothing);
    }

    [Test]
    public async Task Refusal_is_final()
    {
        await using var server = await HttpServer.StartAsync(static context =>
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            return Task.CompletedTask;
        });
        await using var sink = Make(s_context, ("url", server.Url));
        Assert.That(async () => await sink.WriteAsync("x"u8.ToArray(), default), Throws.InstanceOf<InvalidOperationException>().With.Message.Contains("the answer is 409 Conflict"));
    }

    [TestCase("""{"code":200}""", true)]
    [TestCase("""{"code":500}""", false)]
    [TestCase("ok", false)]
    public async Task Body_may_tell_success(string answer, bool isSuccess)
    {
        await using var server = await HttpServer.StartAsync(context => context.Response.WriteAsync(answer));
        await using var sink = Make(s_context, ("url", server.Url), ("responseType", "body"));
        Assert.That(async () => await sink.WriteAsync("x"u8.ToArray(), default), isSuccess ? Throws.Nothing : Throws.InstanceOf<InvalidOperationException>());
    }

    [Test]
    public async Task Unreachable_server_can_be_tried_again()
    {
        var server = await HttpServer.StartAsync(static _ => Task.CompletedTask);
        var url = server.Url;
        await server.DisposeAsync();
        await using var sink = Make(s_context, ("url", url));
        Assert.That(async () => await sink.WriteAsync("x"u8.ToArray(), default), Throws.InstanceOf<IOException>().With.Message.Contains(url));
    }

    [Test]
    public async Task Silent_server_is_left_after_the_timeout()
    {
        var time = new FakeTimeProvider();
        var release = new TaskCompletionSource();
        await using var server = await HttpServer.StartAsync(_ => release.Task);
        await using var sink = Make(new ConnectorContext("rule", time), ("url", server.Url), ("timeout", "2s"));
        var write = sink.WriteAsync("x"u8.ToArray(), default).AsTask();
        await server.NextRequestAsync();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(async () => await write.WaitAsync(TimeSpan.FromSeconds(30)), Throws.InstanceOf<IOException>().With.Message.Contains("no answer within 2 s"));
        release.SetResult();
    }

    [TestCase("url", "ftp://x", "found \"ftp://x\"; expected an address such as http://host:8080/path")]
    [TestCase("method", "SEND", "expected one of GET, POST, PUT, DELETE, PATCH, HEAD")]
    [TestCase("headers", "[1]", "expected an object such as")]
    [TestCase("bodyType", "yaml", "expected one of none, json")]
    public void Bad_option_is_refused(string name, string value, string problem) =>
        Assert.That(() => Make(s_context, ("url", "http://x"), (name, value)), Throws.InstanceOf<OptionException>().With.Message.Contains(problem));

    private static IDynamicSink<ReadOnlyMemory<byte>> Make(ConnectorContext context, params (string Name, SqlValue Value)[] options) =>
        (IDynamicSink<ReadOnlyMemory<byte>>)((SinkConnector.Encoded)Sink("rest", context, options)).Sink;
}
