using System.Buffers;
using System.Reactive.Linq;
using System.Text;
using System.Text.Json;
using CompiledRules.Connectors;
using CompiledRules.Connectors.Memory;
using CompiledRules.Runtime.Rules;
using Microsoft.Extensions.Hosting;
using static CompiledRules.BuiltRules.Tests.PlantRules;

namespace CompiledRules.BuiltRules.Tests;

/// <summary>The rules of <c>plant.sql</c>.</summary>
public sealed class ScriptRuleTests
{
    [Test]
    public void Row_is_read_from_JSON()
    {
        var row = ReadingsRow.FromJson("""{"other":[{"room":1}],"tags":["a",2],"room":"lab","celsius":31,"level":2.0,"ok":true,"at":"2024-02-03T04:05:06Z","place":{"hall":"north","floor":2}}"""u8);

        Assert.That((row.Room, row.Celsius, row.Level, row.Ok), Is.EqualTo(("lab", 31.0, 2L, true)));
        Assert.That(row.At!.Value.UnixMilliseconds, Is.EqualTo(1_706_933_106_000));
        Assert.That(SqlJson.ToText(row.Tags), Is.EqualTo("""["a",2]"""));
        Assert.That(SqlJson.ToText(row.Place), Is.EqualTo("""{"floor":2,"hall":"north"}"""));
    }

    [TestCase("""{"celsius":"warm"}""", "column celsius: found \"warm\", expected float")]
    [TestCase("""{"level":1.5}""", "column level: found 1.5, expected bigint")]
    [TestCase("""{"room":{}}""", "column room: found an object, expected string")]
    [TestCase("""{"tags":{}}""", "column tags: found an object, expected array")]
    [TestCase("""[1]""", "found an array, expected a JSON object")]
    public void Value_that_does_not_fit_is_an_error_of_its_column(string json, string message) =>
        Assert.That(() => ReadingsRow.FromJson(Encoding.UTF8.GetBytes(json)), Throws.TypeOf<SqlException>().With.Message.EqualTo(message));

    [Test]
    public void Row_is_written_as_it_was_read()
    {
        const string json = """{"room":"l\u00E4b","celsius":0.5,"level":-3,"ok":false,"tags":["a"],"place":{"hall":"n"}}""";
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
            ReadingsRow.FromJson(Encoding.UTF8.GetBytes(json)).WriteJson(writer);

        Assert.That(Encoding.UTF8.GetString(output.WrittenSpan), Is.EqualTo(json));
    }

    [Test]
    public void Rule_is_a_method_over_the_rows_of_its_stream() => Assert.That(
        PlantRules.Hot(Readings("""{"room":"lab","celsius":40,"tags":["x"]}""", """{"room":"hall","celsius":20}""")).ToEnumerable().Select(static row => (row.room, row.fahrenheit, row.tag.AsString())),
        Is.EqualTo(new (string?, double?, string)[] { ("lab", 104, "x") }));

    [Test]
    public void Windows_and_tables_too()
    {
        var errors = new List<RowError>();
        var means = PlantRules.HallMeans(
            Readings("""{"celsius":40,"place":{"hall":"n"}}""", """{"celsius":20,"place":{"hall":"n"}}"""), onError: errors.Add).ToEnumerable().Select(static row => (row.hall.AsString(), row.celsius, row.readings));

        Assert.That(means, Is.EqualTo(new (string, double?, long?)[] { ("n", 30, 2) }));
        Assert.That(PlantRules.Located(Readings("""{"room":"lab"}"""), [new RoomsRow { Name = "lab", Floor = 3 }]).ToEnumerable().Single().floor, Is.EqualTo(3));
        Assert.That(errors, Is.Empty);
    }

    [Test]
    public async Task Rules_run_in_the_host_between_the_connectors_of_the_script()
    {
        var topics = new MemoryTopics();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCompiledRules().AddConnectors(registry => registry.AddBuiltIn(topics));
        using var host = builder.Build();
        var heard = new List<string>();
        using var subscription = topics.Subscribe("plant/+", message =>
        {
            if (message.Topic is "plant/alerts" or "plant/means")
                heard.Add($"{message.Topic}: {SqlJson.ToText(message.Row)}");
        });

        await host.StartAsync();
        topics.Publish(new MemoryMessage("plant/readings", SqlObject.FromArrays(["room", "celsius"], ["lab", 40.0])));
        topics.Publish(new MemoryMessage("plant/readings", SqlObject.FromArrays(["room", "celsius"], ["lab", 20.0])));
        topics.Publish(new MemoryMessage("plant/anything", SqlObject.FromArrays(["name", "size"], ["pump", 2L])));
        await host.StopAsync();

        Assert.That(heard.Order(StringComparer.Ordinal), Is.EqualTo(new[]
        {
            """plant/alerts: {"fahrenheit":104,"room":"lab"}""",
            """plant/alerts: {"name":"PUMP","size":2}""",
            """plant/means: {"celsius":30,"readings":2}""",
        }));
    }

    private static IObservable<ReadingsRow> Readings(params string[] rows) => rows.Select(static row => ReadingsRow.FromJson(Encoding.UTF8.GetBytes(row))).ToObservable();
}
