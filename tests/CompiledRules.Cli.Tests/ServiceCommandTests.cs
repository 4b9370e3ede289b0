using System.IO.Compression;
using System.Net;

namespace CompiledRules.Cli.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ServiceCommandTests : IDisposable
{
    private readonly Cr _cr = new();

    public void Dispose() => _cr.Dispose();

    [Test]
    public async Task A_service_is_added_listed_shown_and_removed()
    {
        Pack("shop.zip", "http://localhost:1");

        var exits = new List<int> { await _cr.RunAsync("service", "add", "shop", "shop.zip"), await _cr.RunAsync("service", "list"), await _cr.RunAsync("service", "show", "shop"), await _cr.RunAsync("service", "remove", "shop"), await _cr.RunAsync("service", "list") };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exits, Is.All.Zero);
            Assert.That(_cr.Lines, Is.EqualTo(new[]
            {
                "shop: price",
                "shop: price",
                "items  rest  http://localhost:1/",
                "price(item string, amount integer) → float",
            }));
        }
    }

    [Test]
    public async Task A_broken_package_is_told_with_its_lines()
    {
        Pack("shop.zip", "nowhere");

        var exit = await _cr.RunAsync("service", "add", "shop", "shop.zip");

        Assert.That((exit, _cr.Messages.Single()), Is.EqualTo((1, "shop.json(1): The address 'nowhere' of interface 'items' does not fit its protocol. Give http://host:port.")));
    }

    [Test]
    public async Task A_function_is_tried_with_request_and_reply()
    {
        using var listener = new HttpListener();
        var port = Listen(listener);
        var serving = ServeOnceAsync(listener);
        Pack("shop.zip", $"http://localhost:{port}");
        await _cr.RunAsync("service", "add", "shop", "shop.zip");

        var exit = await _cr.RunAsync("service", "test", "price", "\"pen\"", "3");
        await serving;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exit, Is.Zero);
            Assert.That(_cr.Lines[1], Is.EqualTo($$"""request: POST http://localhost:{{port}}/Price {"item":"pen","amount":"3"}"""));
            Assert.That(_cr.Lines[2], Does.Match(@"^reply after \d+\.\d ms: 4\.5$"));
        }
    }

    [Test]
    public async Task Arguments_that_do_not_fit_are_told()
    {
        Pack("shop.zip", "http://localhost:1");
        await _cr.RunAsync("service", "add", "shop", "shop.zip");

        var exit = await _cr.RunAsync("service", "test", "price", "\"pen\"");

        Assert.That((exit, _cr.Messages.Single()), Is.EqualTo((1, "cr: The arguments do not fit: require 2 parameters but only got 1.")));
    }

    [Test]
    public async Task An_OpenAPI_description_is_imported()
    {
        _cr.Write("api.json", """{ "openapi": "3.0.0", "servers": [ { "url": "http://h:1" } ], "paths": { "/x/{id}": { "get": { "operationId": "x", "parameters": [ { "name": "id", "in": "path", "schema": { "type": "integer" } } ] } } } }""");

        var exit = await _cr.RunAsync("service", "import", "api", "api.json");
        await _cr.RunAsync("service", "show", "api");

        Assert.That((exit, _cr.Lines[^1]), Is.EqualTo((0, "x(id integer) → object")));
    }

    private void Pack(string file, string address)
    {
        using var archive = ZipFile.Open(Path.Combine(_cr.Folder, file), ZipArchiveMode.Create);
        Add(archive, "shop.json", $$"""{ "interfaces": { "items": { "address": "{{address}}", "protocol": "rest", "schemaType": "protobuf", "schemaFile": "shop.proto", "functions": [ { "name": "price", "serviceName": "Price" } ] } } }""");
        Add(archive, "schemas/shop.proto", """syntax = "proto3"; import "google/protobuf/wrappers.proto"; message Q { string item = 1; int64 amount = 2; } service S { rpc Price(Q) returns (google.protobuf.DoubleValue); }""");
    }

    private static void Add(ZipArchive archive, string name, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(text);
    }

    // The listener takes no port 0, so one that the system has just given out is asked for.
    private static int Listen(HttpListener listener)
    {
        while (true)
        {
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            try
            {
                listener.Prefixes.Clear();
                listener.Prefixes.Add($"http://localhost:{port}/");
                listener.Start();
                return port;
            }
            catch (HttpListenerException)
            {
                // Somebody else was quicker.
            }
        }
    }

    private static async Task ServeOnceAsync(HttpListener listener)
    {
        var context = await listener.GetContextAsync();
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync("4.5"u8.ToArray());
        context.Response.Close();
    }
}
