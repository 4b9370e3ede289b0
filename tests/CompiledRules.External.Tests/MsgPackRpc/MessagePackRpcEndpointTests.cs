using CompiledRules.External.Tests.Servers;

namespace CompiledRules.External.Tests.MsgPackRpc;

public sealed class MessagePackRpcEndpointTests
{
    [Test]
    public async Task Fields_are_parameters_and_the_result_has_the_kinds_of_the_schema()
    {
        await using var server = new MessagePackRpcServer(Answer);
        await using var services = TestServices.Open("msgpack-rpc", $"tcp://localhost:{server.Port}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await services.CallAsync("Join", "a", 7L)).Value, Is.EqualTo((SqlValue)"a7"));
            Assert.That((await services.CallAsync("Join", SampleServices.Value("{'left': 'b'}"))).Value, Is.EqualTo((SqlValue)"b0"));
            Assert.That((await services.CallAsync("Upper", "a")).Value, Is.EqualTo((SqlValue)"A"));
            Assert.That((await services.CallAsync("Ask", "four")).Value, Is.EqualTo(SampleServices.Value("{'left': 'four', 'right': 4}")));
            Assert.That((await services.CallAsync("Nothing")).Value, Is.EqualTo((SqlValue)SqlObject.Empty));
            Assert.That(server.Connections, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Every_kind_of_field_goes_there_and_back()
    {
        await using var server = new MessagePackRpcServer(static (_, parameters) => Enumerable.Range(0, parameters.Length)
            .ToDictionary(static i => (object)SampleServices.EveryField.Names[i], i => parameters[i]));
        await using var services = TestServices.Open("msgpack-rpc", $"tcp://localhost:{server.Port}");
        var row = SampleServices.Value(
            "{'a_double': 1.5, 'a_uint64': -1, 'an_int32': -7, 'a_bool': true, 'a_string': 's', 'some_bytes': 'AQI=', 'unit': 'KELVIN', 'nested': {'name': 'n', 'inner': {'name': 'i'}}, "
            + "'numbers': [1, 2], 'children': [{'name': 'c'}], 'counts': {'a': 1}, 'by_id': {'3': {'name': 'm'}}, 'chosen_number': 5}").AsObject();

        var result = (await services.CallAsync("Echo", row)).Value.AsObject();

        using (Assert.EnterMultipleScope())
        {
            foreach (var name in new[] { "a_double", "a_uint64", "an_int32", "a_bool", "a_string", "numbers", "counts" })
                Assert.That(result[name], Is.EqualTo(row[name]), name);
            Assert.That(result["unit"], Is.EqualTo((SqlValue)7L));
            Assert.That(result["some_bytes"].AsBytes(), Is.EqualTo(new byte[] { 1, 2 }));
            Assert.That(result["nested"].AsObject()["inner"].AsObject()["name"], Is.EqualTo((SqlValue)"i"));
            Assert.That(result["by_id"].AsObject()["3"].AsObject()["name"], Is.EqualTo((SqlValue)"m"));
        }
    }

    [Test]
    public async Task Replies_find_their_call_whatever_their_order()
    {
        await using var server = new MessagePackRpcServer(Answer) { Reverses = true };
        await using var services = TestServices.Open("msgpack-rpc", $"tcp://localhost:{server.Port}");

        var results = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => services.CallAsync("Join", "x", (long)i).AsTask()));

        Assert.That(results.Select(static result => result.Value), Is.EqualTo(Enumerable.Range(0, 9).Select(static i => (SqlValue)$"x{i}")));
    }

    [Test]
    public async Task An_error_of_the_service_is_that_of_the_row()
    {
        await using var server = new MessagePackRpcServer(static (_, _) => throw new ArgumentException("not today"));
        await using var services = TestServices.Open("msgpack-rpc", $"tcp://localhost:{server.Port}");

        Assert.That((await services.CallAsync("Upper", "a")).Error!.Message, Is.EqualTo("error invoking method Upper: not today"));
    }

    [Test]
    public async Task A_result_of_another_kind_is_an_error_of_the_row_and_the_connection_goes_on()
    {
        await using var server = new MessagePackRpcServer(static (method, _) => method == "Upper" ? 5 : "text");
        await using var services = TestServices.Open("msgpack-rpc", $"tcp://localhost:{server.Port}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await services.CallAsync("Upper", "a")).Error!.Message, Is.EqualTo("the reply has integer where string for field 'value' is expected"));
            Assert.That((await services.CallAsync("Join", "a", 1L)).Value, Is.EqualTo((SqlValue)"text"));
            Assert.That(server.Connections, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_lost_connection_fails_the_calls_under_way_and_the_next_call_connects_again()
    {
        await using var server = new MessagePackRpcServer((method, parameters) =>
        {
            if (method == "Upper")
                throw new InvalidOperationException("drops the connection");
            return Answer(method, parameters);
        });
        await using var services = TestServices.Open("msgpack-rpc", $"tcp://localhost:{server.Port}");

        var lost = await services.CallAsync("Upper", "a");
        var next = await services.CallAsync("Join", "a", 1L);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lost.Error!.Message, Does.StartWith("invoke Upper: the connection was lost"));
            Assert.That(next.Value, Is.EqualTo((SqlValue)"a1"));
            Assert.That(server.Connections, Is.EqualTo(2));
        }
    }

    private static object? Answer(string method, object?[] parameters) => method switch
    {
        "Join" => $"{parameters[0]}{parameters[1]}",
        "Upper" => ((string)parameters[0]!).ToUpperInvariant(),
        "Ask" => new Dictionary<object, object> { ["left"] = parameters[0]!, ["right"] = ((string)parameters[0]!).Length, ["more"] = 1 },
        _ => null,
    };
}
