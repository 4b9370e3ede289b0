using CompiledRules.External.Import;
using CompiledRules.External.Tests.Servers;

namespace CompiledRules.External.Tests.Import;

public sealed class GrpcReflectionTests
{
    [Test]
    public async Task A_server_is_imported_without_a_file_and_then_called()
    {
        await using var server = await GrpcServer.StartAsync();
        using var folder = new TemporaryFolder();

        var imported = await GrpcReflection.ReadAsync("found", new Uri($"tcp://localhost:{server.Port}"));
        imported.WriteTo(folder.Path);
        await using var services = new ExternalServices(new ExternalServicesOptions());
        var problems = services.AddFolder(folder.Path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problems, Is.Empty);
            Assert.That(services.Functions.Select(static function => function.Name), Is.EqualTo(new[] { "Ask", "Count", "Echo", "EchoMany", "EchoWellKnown", "Join", "Nothing", "Upper" }));
            Assert.That((await services.CallAsync("Join", "a", 7L)).Value, Is.EqualTo((SqlValue)"a7"));
            Assert.That((await services.CallAsync("Echo", SampleServices.Value("{'unit': 'KELVIN', 'by_id': {'3': {'name': 'x'}}}"))).Value.AsObject()["unit"], Is.EqualTo((SqlValue)7L));
        }
    }

    [Test]
    public void A_server_that_is_not_there_is_told() => Assert.That(
        async () => await GrpcReflection.ReadAsync("found", new Uri("tcp://localhost:1")),
        Throws.TypeOf<ImportException>().With.Message.StartsWith("tcp://localhost:1/ cannot be imported: "));
}
