using CompiledRules.External.Tests.Servers;

namespace CompiledRules.External.Tests.Grpc;

public sealed class GrpcEndpointTests
{
    [Test]
    public async Task A_call_gives_what_the_service_answers()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var services = TestServices.Open("grpc", $"tcp://localhost:{server.Port}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await services.CallAsync("Join", "a", 7L)).Value, Is.EqualTo((SqlValue)"a7"));
            Assert.That((await services.CallAsync("Upper", "grüße")).Value, Is.EqualTo((SqlValue)"GRÜßE"));
            Assert.That((await services.CallAsync("Nothing")).Value, Is.EqualTo((SqlValue)SqlObject.Empty));
            Assert.That((await services.CallAsync("Ask", "four")).Value, Is.EqualTo(SampleServices.Value("{'left': 'four', 'right': 4}")));
        }
    }

    [Test]
    public async Task A_stream_of_replies_is_an_array()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var services = TestServices.Open("grpc", $"tcp://localhost:{server.Port}");

        Assert.That((await services.CallAsync("Count", "n", 2L)).Value, Is.EqualTo(SampleServices.Value("[{'left': 'n', 'right': 0}, {'left': 'n', 'right': 1}]")));
    }

    [Test]
    public async Task Rows_of_a_streaming_rpc_go_in_few_exchanges_and_come_back_in_order()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var services = TestServices.Open("grpc", $"tcp://localhost:{server.Port}", """ "batch": { "size": 10 } """);
        var rows = Enumerable.Range(0, 25).Select(static i => new SqlArray(i == 12 ? ["bad", "row"] : ["r", (long)i])).ToArray();
        var results = new RemoteResult[rows.Length];

        await services.Find("EchoMany")!.InvokeAsync(rows, results, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(results.Where(static result => result.Error is null).Select(static result => result.Value.AsObject()["right"].AsInteger()), Is.EqualTo(Enumerable.Range(0, 25).Where(static i => i != 12)));
            Assert.That(results[12].Error!.Message, Does.StartWith("invalid type for int64 type field 'right'"));
            Assert.That(server.Log.Calls, Is.EqualTo(3));
        }
    }

    [Test]
    public async Task Metadata_may_hold_fields_of_the_row()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var services = TestServices.Open("grpc", $"tcp://localhost:{server.Port}", """ "metadata": { "X-Tenant": "t-{{.left}}", "x-fixed": "1" }, "bearerToken": "abc" """);

        await services.CallAsync("Join", "a\r\nEvil: 1", 7L);

        Assert.That(server.Log.Headers.Single(), Is.SupersetOf(new Dictionary<string, string> { ["x-tenant"] = "t-aEvil: 1", ["x-fixed"] = "1", ["authorization"] = "Bearer abc" }));
    }

    [Test]
    public async Task The_service_learns_the_deadline()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var services = TestServices.Open("grpc", $"tcp://localhost:{server.Port}", """ "timeout": "30s" """);

        await services.CallAsync("Join", "a", 7L);

        Assert.That(server.Log.Headers.Single(), Does.ContainKey("deadline"));
    }

    [Test]
    public async Task Calls_of_an_interface_share_one_connection()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var services = TestServices.Open("grpc", $"tcp://localhost:{server.Port}");

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => services.CallAsync("Join", "a", (long)i).AsTask()));

        Assert.That(results.Select(static result => result.Value), Is.EqualTo(Enumerable.Range(0, 200).Select(static i => (SqlValue)$"a{i}")));
    }

    [Test]
    public async Task Tls_trusts_the_given_authority_and_shows_the_given_certificate()
    {
        using var certificates = new TestCertificates();
        var (certificate, key) = certificates.Client();
        await using var server = await GrpcServer.StartAsync(certificates.Server(), certificates.Authority);
        await using var services = TestServices.Open("grpc", $"tcp://localhost:{server.Port}", $$""" "tls": { "caFile": "{{certificates.AuthorityFile}}", "certFile": "{{certificate}}", "keyFile": "{{key}}" } """);

        Assert.That((await services.CallAsync("Upper", "a")).Value, Is.EqualTo((SqlValue)"A"));
    }

    [Test]
    public async Task A_service_may_be_replaced_under_calls_and_rules_keep_its_functions()
    {
        await using var first = await GrpcServer.StartAsync();
        await using var second = await GrpcServer.StartAsync();
        first.Log.Gate = new TaskCompletionSource();
        await using var services = TestServices.Open("grpc", $"tcp://localhost:{first.Port}");
        var function = services.Find("Upper")!;
        var underWay = function.InvokeAsync(["old"], CancellationToken.None).AsTask();
        await first.Log.WhenCalledAsync();

        services.Add(TestServices.Define("grpc", $"tcp://localhost:{second.Port}"));
        var after = await function.InvokeAsync(["new"], CancellationToken.None);
        first.Log.Gate.SetResult();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await underWay).Value, Is.EqualTo((SqlValue)"OLD"));
            Assert.That(after.Value, Is.EqualTo((SqlValue)"NEW"));
            Assert.That((first.Log.Calls, second.Log.Calls), Is.EqualTo((1, 1)));
        }
    }

    [Test]
    public async Task A_removed_function_is_an_error_of_the_row()
    {
        await using var services = TestServices.Open("grpc", "tcp://localhost:1");
        var function = services.Find("Upper")!;

        services.Remove("types");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(services.Find("Upper"), Is.Null);
            Assert.That((await function.InvokeAsync(["a"], CancellationToken.None)).Error!.Message, Does.Contain("was removed"));
        }
    }

    [Test]
    public async Task Two_services_may_not_have_one_function()
    {
        await using var services = TestServices.Open("grpc", "tcp://localhost:1");

        Assert.That(
            () => services.Add(TestServices.Define("grpc", "tcp://localhost:2", name: "others")),
            Throws.TypeOf<CompiledRules.External.Definitions.ServiceDefinitionException>().With.Message.Contain("'Join' is already that of service 'types'"));
    }

    [Test]
    public async Task A_cancelled_rule_cancels_its_call()
    {
        await using var server = await GrpcServer.StartAsync();
        server.Log.Gate = new TaskCompletionSource();
        await using var services = TestServices.Open("grpc", $"tcp://localhost:{server.Port}");
        using var rule = new CancellationTokenSource();
        var call = services.Find("Upper")!.InvokeAsync(["a"], rule.Token).AsTask();
        await server.Log.WhenCalledAsync();

        await rule.CancelAsync();

        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
    }
}
