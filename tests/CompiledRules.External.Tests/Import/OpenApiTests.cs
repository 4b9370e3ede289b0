using CompiledRules.External.Import;
using CompiledRules.External.Tests.Servers;
using static CompiledRules.External.Tests.SampleServices;

namespace CompiledRules.External.Tests.Import;

public sealed class OpenApiTests
{
    private const string Shop = """
        {
          "openapi": "3.0.3",
          "info": { "title": "Shop" },
          "servers": [ { "url": "http://shop.example/api" } ],
          "paths": {
            "/items/{itemId}": {
              "parameters": [ { "name": "itemId", "in": "path", "required": true, "schema": { "type": "integer" } } ],
              "get": {
                "operationId": "getItem",
                "parameters": [ { "$ref": "#/components/parameters/deep" }, { "name": "X-Trace", "in": "header", "schema": { "type": "string" } } ],
                "responses": { "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Item" } } } } }
              },
              "put": {
                "operationId": "put-item",
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Item" } } } },
                "responses": { "204": { "description": "stored" } }
              }
            },
            "/items": {
              "get": {
                "responses": { "200": { "content": { "application/json": { "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Item" } } } } } }
              }
            },
            "/count": { "get": { "operationId": "count", "responses": { "200": { "content": { "application/json": { "schema": { "type": "integer" } } } } } } }
          },
          "components": {
            "parameters": { "deep": { "name": "deep", "in": "query", "schema": { "type": "boolean" } } },
            "schemas": {
              "Named": { "type": "object", "properties": { "full_name": { "type": "string" } } },
              "Item": {
                "allOf": [
                  { "$ref": "#/components/schemas/Named" },
                  { "type": "object", "properties": {
                    "id": { "type": "integer", "format": "int64" },
                    "price": { "type": ["number", "null"] },
                    "tags": { "type": "array", "items": { "type": "string" } },
                    "stock": { "type": "object", "additionalProperties": { "type": "integer", "format": "int32" } },
                    "size": { "type": "object", "properties": { "width-mm": { "type": "number" } } },
                    "parent": { "$ref": "#/components/schemas/Item" },
                    "extra": {}
                  } }
                ]
              }
            }
          }
        }
        """;

    [Test]
    public async Task Operations_are_functions_that_make_the_requests_described()
    {
        await using var server = await RestServer.StartAsync();
        using var folder = new TemporaryFolder();
        OpenApi.Read("shop", Shop, new Uri($"http://localhost:{server.Port}/api")).WriteTo(folder.Path);
        await using var services = new ExternalServices(new ExternalServicesOptions { EnablePrivateNetworks = true });
        Assert.That(services.AddFolder(folder.Path), Is.Empty);

        server.Body = """{ "id": 9007199254740993, "full_name": "n", "price": 1.5, "stock": { "a": 2 }, "size": { "width-mm": 3 }, "parent": { "id": 1 }, "extra": [1] }""";
        var item = (await services.CallAsync("getItem", 7L, true)).Value.AsObject();
        await services.CallAsync("put_item", 7L, Value("{'id': 5, 'full_name': 'f', 'tags': ['t'], 'size': {'width_mm': 2.5}}"));
        server.Body = "[{\"id\": 1}, {\"id\": 2}]";
        var list = (await services.CallAsync("get_items")).Value.AsObject();
        server.Body = "12";
        var count = (await services.CallAsync("count")).Value;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(server.Requests.Select(static request => $"{request.Line} {request.Body}"), Is.EqualTo(new[]
            {
                "GET /api/items/7?deep=true ",
                "PUT /api/items/7 {\"full_name\":\"f\",\"id\":5,\"tags\":[\"t\"],\"size\":{\"width-mm\":2.5}}",
                "GET /api/items ",
                "GET /api/count ",
            }));
            Assert.That(item["id"], Is.EqualTo((SqlValue)9007199254740993L));
            Assert.That(item["size"].AsObject()["width_mm"], Is.EqualTo((SqlValue)3.0));
            Assert.That(item["parent"].AsObject()["id"], Is.EqualTo((SqlValue)1L));
            Assert.That(list["items"].AsArray(), Has.Count.EqualTo(2));
            Assert.That(count, Is.EqualTo((SqlValue)12L));
        }
    }

    [Test]
    public void What_is_left_out_is_noted() =>
        Assert.That(OpenApi.Read("shop", Shop).Notes, Is.EqualTo(new[] { "getItem: the header parameter 'X-Trace' is left out" }));

    [TestCase("{", "The description cannot be read")]
    [TestCase("{\"swagger\": \"2.0\"}", "The text is not OpenAPI 3")]
    [TestCase("{\"openapi\": \"3.0.0\"}", "The description has no paths")]
    [TestCase("{\"openapi\": \"3.0.0\", \"paths\": {}}", "The description names no server with a complete address; give one")]
    public void A_text_that_cannot_be_imported_is_told(string json, string message) =>
        Assert.That(() => OpenApi.Read("x", json), Throws.TypeOf<ImportException>().With.Message.StartsWith(message));
}
