using System.Text;
using CompiledRules.External.Tests.Rules;
using CompiledRules.External.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.External.Tests.Faults;

/// <summary>Each way in which a service can fail, over each protocol: the row gets an error that says what happened, and the rule goes on.</summary>
public sealed class FaultMatrixTests
{
    private static readonly string[] s_protocols = ["grpc", "rest", "msgpack-rpc"];

    [Test]
    public async Task A_failing_connection_is_an_error_of_the_row(
        [ValueSource(nameof(s_protocols))] string protocol, [Values(Fault.Refuse, Fault.Reset, Fault.Garbage, Fault.HalfReply)] Fault fault)
    {
        await using var server = new FaultyServer(fault, HalfReply(protocol));
        await using var services = Open(protocol, server.Port);

        var first = await services.CallAsync("Ask", "a");
        var second = await services.CallAsync("Ask", "b");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Error?.Message, Is.Not.Null.And.Match("Ask|call http://localhost|connect to localhost"));
            Assert.That(second.Error, Is.Not.Null);
        }
    }

    [Test]
    public async Task A_lost_connection_is_made_again_as_often_as_asked(
        [ValueSource(nameof(s_protocols))] string protocol, [Values(Fault.Reset, Fault.HalfReply)] Fault fault)
    {
        await using var server = new FaultyServer(fault, HalfReply(protocol));
        await using var services = Open(protocol, server.Port, """ "retryCount": 3, "retryInterval": 1 """);

        await services.CallAsync("Ask", "a");

        for (var attempt = 0; attempt < 3; attempt++)
            Assert.That(await Within(server.WhenRequestedAsync()), Is.True, $"attempt {attempt}");
    }

    [Test]
    public async Task A_service_that_hangs_costs_its_timeout_and_no_more([ValueSource(nameof(s_protocols))] string protocol)
    {
        var time = new FakeTimeProvider();
        await using var server = new FaultyServer(Fault.Hang, []);
        await using var services = Open(protocol, server.Port, """ "timeout": "700ms" """, time);
        var call = services.CallAsync("Ask", "a").AsTask();
        await server.WhenRequestedAsync();

        time.Advance(TimeSpan.FromMilliseconds(699));
        var early = call.IsCompleted;
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That((early, (await call).Error?.Message), Is.EqualTo((false, "invoke Ask timeout")));
    }

    [Test]
    public async Task Every_grpc_status_is_an_error_that_names_it([Range(1, 16)] int status)
    {
        await using var server = await GrpcServer.StartAsync();
        await using var services = Open("grpc", server.Port);
        server.Log.Statuses.Enqueue(status);

        var failed = await services.CallAsync("Ask", "a");
        var next = await services.CallAsync("Ask", "b");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.Error?.Message, Is.EqualTo(
                status == 4 ? "invoke Ask timeout" : $"error invoking method Ask in proto: {(global::Grpc.Core.StatusCode)status}: as ordered"));
            Assert.That(next.Error, Is.Null);
        }
    }

    [TestCase(8, true)]
    [TestCase(14, true)]
    [TestCase(3, false)]
    [TestCase(13, false)]
    public async Task A_busy_grpc_service_is_asked_again_where_wanted(int status, bool isRepeated)
    {
        await using var server = await GrpcServer.StartAsync();
        await using var services = Open("grpc", server.Port, """ "retryCount": 2, "retryInterval": 1, "retryBusy": true """);
        server.Log.Statuses.Enqueue(status);

        var result = await services.CallAsync("Ask", "a");

        Assert.That((result.Error is null, server.Log.Calls), Is.EqualTo((isRepeated, isRepeated ? 2 : 1)));
    }

    [Test]
    public async Task Every_http_code_but_success_is_an_error_that_names_it(
        [Values(300, 301, 302, 304, 307, 400, 401, 403, 404, 405, 406, 408, 409, 410, 413, 415, 418, 422, 425, 429, 431, 451, 500, 501, 502, 503, 504, 505, 511)] int code)
    {
        await using var server = await RestServer.StartAsync();
        (server.Status, server.Body) = (code, code == 304 ? "" : "as ordered");
        await using var services = Open("rest", server.Port);

        var failed = await services.CallAsync("Ask", "a");
        (server.Status, server.Body) = (200, "{\"left\":\"x\"}");
        var next = await services.CallAsync("Ask", "b");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.Error?.Message, Is.EqualTo($"http executor fails to err http return code: {code} and error message {(code == 304 ? "" : "as ordered")}"));
            Assert.That(next.Error, Is.Null);
        }
    }

    [TestCase(200)]
    [TestCase(201)]
    [TestCase(202)]
    [TestCase(206)]
    public async Task Every_code_of_success_is_a_reply(int code)
    {
        await using var server = await RestServer.StartAsync();
        (server.Status, server.Body) = (code, "{\"left\":\"x\"}");
        await using var services = Open("rest", server.Port);

        Assert.That((await services.CallAsync("Ask", "a")).Value.AsObject()["left"], Is.EqualTo((SqlValue)"x"));
    }

    [TestCase("unknown authority")]
    [TestCase("another host")]
    [TestCase("expired")]
    [TestCase("no certificate of ours")]
    public async Task A_bad_certificate_is_refused(string defect)
    {
        using var certificates = new TestCertificates();
        var certificate = defect switch
        {
            "another host" => certificates.Server("elsewhere.example"),
            "expired" => certificates.Server(expires: new DateTimeOffset(2020, 2, 1, 0, 0, 0, TimeSpan.Zero)),
            _ => certificates.Server(),
        };
        await using var server = await GrpcServer.StartAsync(certificate, defect == "no certificate of ours" ? certificates.Authority : null);
        await using var services = Open("grpc", server.Port, defect == "unknown authority" ? """ "tls": {} """ : $$""" "tls": { "caFile": "{{certificates.AuthorityFile}}" } """);

        var result = await services.CallAsync("Ask", "a");

        Assert.That((result.Error is null, server.Log.Calls), Is.EqualTo((false, 0)));
    }

    [Test]
    public async Task A_certificate_is_not_looked_at_where_that_is_asked_for()
    {
        using var certificates = new TestCertificates();
        await using var server = await GrpcServer.StartAsync(certificates.Server("elsewhere.example"));
        await using var services = Open("grpc", server.Port, """ "tls": { "insecureSkipVerify": true } """);

        Assert.That((await services.CallAsync("Ask", "a")).Error, Is.Null);
    }

    [Test]
    public async Task A_service_that_comes_back_on_its_port_is_found_again()
    {
        var first = await GrpcServer.StartAsync();
        await using var services = Open("grpc", first.Port, """ "retryCount": 1000, "retryInterval": 20, "deadline": "300ms" """);
        var before = await services.CallAsync("Ask", "a");
        await first.DisposeAsync();
        var down = await services.CallAsync("Ask", "b");

        await using var second = await GrpcServer.StartAsync(port: first.Port);
        var after = await services.CallAsync("Ask", "c");
        for (var i = 0; i < 60 && after.Error is not null; i++)
            after = await services.CallAsync("Ask", "c");

        Assert.That((before.Error?.Message, down.Error?.Message, after.Error?.Message), Is.EqualTo(((string?)null, "invoke Ask timeout", (string?)null)));
    }

    [Test]
    public async Task No_row_is_lost_or_out_of_order_while_a_service_fails_now_and_then()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var services = Open("grpc", server.Port);
        for (var i = 0; i < 300; i++)
            server.Log.Statuses.Enqueue(i % 3 == 0 ? 13 : 0);
        var (rows, failed) = await FunctionRule.RunAsync("SELECT n FROM numbers WHERE Ask(cast(n, 'string')) IS NOT NULL", services.Find("Ask")!, 300);

        Assert.That((rows.Count, rows.SequenceEqual(rows.Order()), failed), Is.EqualTo((200, true, 100)));
    }

    [Test]
    public async Task A_reply_that_nests_without_end_is_an_error_and_not_a_crash([ValueSource(nameof(s_protocols))] string protocol, [Values(150, 500_000)] int depth)
    {
        byte[] reply = protocol switch
        {
            "rest" => [.. Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"), .. Enumerable.Repeat((byte)'[', depth)],
            "grpc" => HalfReply("grpc"),
            // [ 1, 1, nil, [[[ … ]]] ]
            _ => [0x94, 0x01, 0x01, 0xC0, .. Enumerable.Repeat((byte)0x91, depth), 0xC0],
        };
        await using var server = new FaultyServer(Fault.HalfReply, reply);
        await using var services = Open(protocol, server.Port);

        Assert.That((await services.CallAsync("EchoWellKnown", SampleServices.Value("{'text': 'a'}"))).Error, Is.Not.Null);
    }

    private static ExternalServices Open(string protocol, int port, string options = "", TimeProvider? time = null) => TestServices.Open(
        protocol,
        $"{(protocol == "rest" ? "http" : "tcp")}://localhost:{port}",
        options,
        new ExternalServicesOptions { EnablePrivateNetworks = true, Time = time ?? TimeProvider.System });

    private static async Task<bool> Within(Task task) => await Task.WhenAny(task, Task.Delay(TimeSpan.FromSeconds(20))) == task;

    private static byte[] HalfReply(string protocol) => protocol switch
    {
        "rest" => Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"left\":"),
        // A settings frame, and the beginning of a frame of headers.
        "grpc" => [0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 16, 1, 4],
        _ => [0x94, 0x01],
    };
}
