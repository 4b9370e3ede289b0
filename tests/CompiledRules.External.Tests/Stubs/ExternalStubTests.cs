using CompiledRules.External.Definitions;
using CompiledRules.External.Tests.Samples;
using CompiledRules.External.Tests.Servers;
using ExternalFunctions;

namespace CompiledRules.External.Tests.Stubs;

/// <summary>The classes that are generated from <c>kinds.json</c> and the sample's <c>plant.json</c>, against real servers.</summary>
public sealed class ExternalStubTests
{
    [Test]
    public async Task Fields_of_the_request_are_parameters_and_the_reply_is_a_record()
    {
        await using var host = await PlantHost.StartAsync(0, 0, 0);
        await using var services = SampleFolder.Open(host);
        var plant = new Plant(services.Find);

        Assert.That(await plant.ClassifyAsync(85.0, 1.5), Is.EqualTo(new Plant.Condition { Label = "worn", Score = 0.775 }));
        Assert.That(await plant.AssetAsync("assets/pump1", "de"), Is.EqualTo(new Plant.Asset { Name = "pump1", Hall = "Halle 2", Installed = 1700000000000 }));
        Assert.That(await plant.SpreadAsync([1.5, 4.0, 2.25]), Is.EqualTo(2.5));
    }

    [Test]
    public async Task Schemaless_interface_takes_and_gives_values()
    {
        await using var host = await PlantHost.StartAsync(0, 0, 0);
        await using var services = SampleFolder.Open(host);

        var reply = await new Plant(services.Find).PlantApiAsync(["POST", "/v1/shutdown"]);

        Assert.That(SqlJson.ToText(reply), Is.EqualTo("""{"accepted":true}"""));
    }

    [Test]
    public async Task Every_kind_of_field_goes_there_and_back()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var services = Open(server);
        var nested = new Kinds.Nested { Name = "a", Inner = new Kinds.Nested { Name = "b" } };

        var reply = await new Kinds(services.Find).EchoAsync(
            aDouble: 1.5, aFloat: 0.25f, anInt32: -3, anInt64: long.MinValue, aUint32: uint.MaxValue, aUint64: ulong.MaxValue, aSint32: -7, aSint64: -8, aFixed32: 9,
            aFixed64: ulong.MaxValue - 1, aSfixed32: -11, aSfixed64: -12, aBool: true, aString: "text", someBytes: [1, 2], unit: Kinds.Unit.Celsius, nested: nested,
            numbers: [1, 2], texts: ["x", ""], children: [nested, nested], unpacked: [5], counts: new Dictionary<string, long> { ["k"] = 1 },
            byId: new Dictionary<int, Kinds.Nested> { [-4] = nested }, chosenText: null, chosenNumber: 6, maybe: null, renamed: "r");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((reply.ADouble, reply.AFloat, reply.AnInt32, reply.AnInt64, reply.AUint32, reply.AUint64), Is.EqualTo((1.5, 0.25f, -3, long.MinValue, uint.MaxValue, ulong.MaxValue)));
            Assert.That((reply.ASint32, reply.ASint64, reply.AFixed32, reply.AFixed64, reply.ASfixed32, reply.ASfixed64), Is.EqualTo((-7, -8L, 9u, ulong.MaxValue - 1, -11, -12L)));
            Assert.That((reply.ABool, reply.AString, reply.Unit, reply.Nested), Is.EqualTo((true, "text", Kinds.Unit.Celsius, nested)));
            Assert.That(reply.SomeBytes, Is.EqualTo(new byte[] { 1, 2 }));
            Assert.That(reply.Numbers, Is.EqualTo([1, 2]));
            Assert.That(reply.Texts, Is.EqualTo(["x", ""]));
            Assert.That(reply.Children, Is.EqualTo([nested, nested]));
            Assert.That(reply.Unpacked, Is.EqualTo([5]));
            Assert.That(reply.Counts, Is.EqualTo(new Dictionary<string, long> { ["k"] = 1 }));
            Assert.That(reply.ById, Is.EqualTo(new Dictionary<int, Kinds.Nested> { [-4] = nested }));
            Assert.That((reply.ChosenText, reply.ChosenNumber, reply.Maybe, reply.Renamed), Is.EqualTo(((string?)null, (long?)6, (int?)null, "r")));
        }
    }

    [Test]
    public async Task Well_known_messages_are_values_of_their_own()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var services = Open(server);
        var kinds = new Kinds(services.Find);
        var at = new DateTimeOffset(2024, 2, 29, 12, 0, 0, 250, TimeSpan.Zero);

        var reply = await kinds.EchoWellKnownAsync(at, TimeSpan.FromSeconds(1.5), "text", null, SqlObject.FromArrays(["a"], [1.0]), 2.5, [true]);
        await kinds.NothingAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((reply.At, reply.Lasting, reply.Text, reply.Number), Is.EqualTo(((DateTimeOffset?)at, (TimeSpan?)TimeSpan.FromSeconds(1.5), "text", (long?)null)));
            Assert.That((reply.AnyObject!["a"], reply.AnyValue, reply.AnyList![0]), Is.EqualTo((SqlValue.From(1.0), SqlValue.From(2.5), SqlValue.True)));
            Assert.That(await kinds.ShoutAsync("loud"), Is.EqualTo("LOUD"));
        }
    }

    [Test]
    public async Task Stream_of_replies_is_a_list()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var services = Open(server);

        var replies = await new Kinds(services.Find).CountAsync("row", 2);

        Assert.That(replies, Is.EqualTo([new Kinds.Pair { Left = "row", Right = 0 }, new Kinds.Pair { Left = "row", Right = 1 }]));
    }

    [Test]
    public async Task Failure_is_an_exception_or_null_as_the_definition_says()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var services = Open(server);
        var kinds = new Kinds(services.Find);

        server.Log.Statuses.Enqueue(3);
        Assert.That(async () => await kinds.JoinAsync("a", 1), Throws.TypeOf<SqlException>().With.Message.Contains("as ordered"));
        server.Log.Statuses.Enqueue(3);
        Assert.That(await kinds.ShoutAsync("loud"), Is.Null);
    }

    [Test]
    public void Function_that_is_not_registered_is_named() =>
        Assert.That(() => new Plant(static _ => null), Throws.ArgumentException.With.Message.StartsWith("The function 'classify' is not registered; register its service or plugin first"));

    private static ExternalServices Open(GrpcServer server)
    {
        var json = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Stubs", "kinds.json"))
            .Replace("50051", $"{server.Port}", StringComparison.Ordinal);
        var services = new ExternalServices(new ExternalServicesOptions { EnablePrivateNetworks = true });
        services.Add(ServiceReader.Read("kinds", json, SampleServices.SchemaFolder));
        return services;
    }
}
