using CompiledRules.External.Tests.Servers;
using static CompiledRules.External.Tests.SampleServices;

namespace CompiledRules.External.Tests.Rest;

public sealed class RestEndpointTests
{
    [TestCase("GetMessage", "['messages/123456']", "GET /v1/messages/123456", "")]
    [TestCase("SearchMessage", "['123456', 2, {'subfield': 'foo'}]", "GET /v1/messages/filter/123456?revision=2&sub.subfield=foo&sub.count=0", "")]
    [TestCase("SearchMessage", "['a/b c', 0, null]", "GET /v1/messages/filter/a%2Fb%20c?revision=0", "")]
    [TestCase("SearchMessage", "['x', 1, {'subfield': 'a&b=c?'}]", "GET /v1/messages/filter/x?revision=1&sub.subfield=a%26b%3Dc%3F&sub.count=0", "")]
    [TestCase("UpdateMessage", "['123456', {'text': 'Hi!'}]", "PUT /v1/messages/123456", "{\"text\":\"Hi!\"}")]
    [TestCase("PatchMessage", "['123456', 'Hi!']", "PATCH /v1/messages/123456", "{\"text\":\"Hi!\"}")]
    [TestCase("CreateBook", "[1984, {'id': 20210519, 'author': 'Owell', 'title': '1984'}]", "POST /v1/shelves/1984/books", "{\"id\":\"20210519\",\"author\":\"Owell\",\"title\":\"1984\"}")]
    [TestCase("ListShelves", "[]", "GET /v1/shelves", "")]
    [TestCase("DeepPath", "[{'book': {'author': 'A', 'id': 3}, 'page': 7, 'tags': ['x', 'y']}]", "GET /v1/A/pages/7:read?book.id=3&book.author=&book.title=&tags=x&tags=y", "")]
    [TestCase("Files", "['a/b c/d']", "DELETE /v1/files/a/b%20c/d?", "")]
    [TestCase("Choose", "['i', 't']", "GET /v1/by-id/i?text=t", "")]
    [TestCase("Choose", "[null, 't']", "SEARCH /v1/by-text/t?message_id=", "")]
    [TestCase("Plain", "[0, 'ü', '']", "POST /Plain", "{\"author\":\"ü\"}")]
    [TestCase("Shout", "['say']", "POST /Shout", "say")]
    public async Task Arguments_go_where_the_schema_says(string method, string arguments, string line, string body)
    {
        await using var server = await RestServer.StartAsync();
        server.Body = method is "Shout" ? "\"x\"" : method is "ListBooks" ? "[]" : "{}";
        await using var services = Open(server);

        var result = await services.Find(method)!.InvokeAsync(Value(arguments).AsArray(), CancellationToken.None);

        var request = server.Requests.Single();
        Assert.That((result.Error?.Message, request.Line, request.Body), Is.EqualTo(((string?)null, line.TrimEnd('?'), body)));
    }

    [TestCase("GetMessage", "['books/1']", "invalid field name(books/1) as http option, must have prefix messages/")]
    [TestCase("GetMessage", "['messages/..']", "field 'name' has the value messages/.., which cannot stand in a path")]
    [TestCase("Files", "['../../etc']", "field 'name' has the value ../../etc, which cannot stand in a path")]
    [TestCase("UpdateMessage", "['', {}]", "field 'message_id' stands in the path and has no value")]
    [TestCase("Choose", "[{'other': 1}]", "require 2 parameters but only got 1")]
    public async Task What_does_not_fit_the_path_is_an_error_of_the_row(string method, string arguments, string message)
    {
        await using var server = await RestServer.StartAsync();
        await using var services = Open(server);

        var result = await services.Find(method)!.InvokeAsync(Value(arguments).AsArray(), CancellationToken.None);

        Assert.That((result.Error?.Message, server.Requests.Count), Is.EqualTo((message, 0)));
    }

    [TestCase("Plain", "application/json; charset=utf-8", "{\"id\": \"7\", \"author\": \"A\", \"more\": {}}", "{'id': 7, 'author': 'A', 'title': ''}")]
    [TestCase("SearchMessage", "application/json", "{\"text\": \"t\"}", "{'text': 't'}")]
    [TestCase("ListBooks", "application/json", "[{\"id\": 1}]", "{'books': [{'id': 1, 'author': '', 'title': ''}], 'total': 0}")]
    [TestCase("Shout", "application/json", "\"HA\"", "'HA'")]
    [TestCase("Shout", "text/plain", "HA", "'HA'")]
    [TestCase("Size", "text/plain", "12", "12")]
    [TestCase("Size", "application/json", "\"12\"", "12")]
    [TestCase("Files", "", "", "{}")]
    public async Task A_reply_becomes_a_value(string method, string mediaType, string body, string expected)
    {
        await using var server = await RestServer.StartAsync();
        (server.MediaType, server.Body) = (mediaType, body);
        await using var services = Open(server);

        var result = await services.Find(method)!.InvokeAsync(Arguments(method), CancellationToken.None);

        Assert.That((result.Error?.Message, result.Value), Is.EqualTo(((string?)null, Value(expected))));
    }

    [TestCase("Plain", 404, "application/json", "{\"e\":1}", "http executor fails to err http return code: 404 and error message {\"e\":1}")]
    [TestCase("Plain", 302, "application/json", "", "http executor fails to err http return code: 302 and error message ")]
    [TestCase("Plain", 200, "text/html", "<p>", "unsupported response content type text/html")]
    [TestCase("Plain", 200, "text/plain", "text", "unsupported response content type text/plain")]
    [TestCase("Plain", 200, "application/json", "[1]", "the reply has an array where an object for bookshelf.Book is expected")]
    [TestCase("Plain", 200, "application/json", "{\"id\": \"x\"}", "the reply has x where int64 for field 'id' is expected")]
    [TestCase("Size", 200, "text/plain", "many", "the reply is the text 'many' where int64 is expected")]
    public async Task A_reply_that_is_no_value_is_an_error_of_the_row(string method, int status, string mediaType, string body, string message)
    {
        await using var server = await RestServer.StartAsync();
        (server.Status, server.MediaType, server.Body) = (status, mediaType, body);
        await using var services = Open(server);

        Assert.That((await services.Find(method)!.InvokeAsync(Arguments(method), CancellationToken.None)).Error!.Message, Is.EqualTo(message));
    }

    [Test]
    public async Task A_schemaless_service_takes_any_request()
    {
        await using var server = await RestServer.StartAsync();
        await using var services = OpenSchemaless(server);
        server.Body = "[1, {\"a\": \"b\"}]";

        var result = await services.CallAsync("any", "get", "/x?y=1");
        await services.CallAsync("any", "POST", "x", Value("{'a': 1}"));
        await services.CallAsync("any", "PUT", "/y", 1L, "two");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Value, Is.EqualTo(Value("[1.0, {'a': 'b'}]")));
            Assert.That(server.Requests.Select(static request => $"{request.Line} {request.Body}"), Is.EqualTo(new[]
            {
                "GET /base/x?y=1 ", "POST /base/x {\"a\":1}", "PUT /base/y [1,\"two\"]",
            }));
        }
    }

    [Test]
    public async Task A_schemaless_path_cannot_leave_the_host()
    {
        await using var server = await RestServer.StartAsync();
        await using var services = OpenSchemaless(server);

        await services.CallAsync("any", "GET", "@elsewhere.example/");

        Assert.That(server.Requests.Single().Line, Is.EqualTo("GET /base/@elsewhere.example/"));
    }

    [Test]
    public async Task Headers_may_hold_fields_and_overrule_ours()
    {
        await using var server = await RestServer.StartAsync();
        await using var services = Open(server, """ "headers": { "X-Book": "{{.author}}-{{.id}}", "Content-Type": "application/vnd.book+json" }, "bearerToken": "t" """);

        await services.CallAsync("Plain", 7L, "A", "T");

        Assert.That(server.Requests.Single().Headers, Is.SupersetOf(new Dictionary<string, string> { ["X-Book"] = "A-7", ["Content-Type"] = "application/vnd.book+json", ["Authorization"] = "Bearer t" }));
    }

    [Test]
    public async Task An_access_token_is_fetched_once_and_again_when_it_is_refused()
    {
        await using var server = await RestServer.StartAsync();
        var tokens = 0;
        server.Answer = async (context, request) =>
        {
            if (request.Line == "POST /token")
            {
                await Microsoft.AspNetCore.Http.HttpResponseJsonExtensions.WriteAsJsonAsync(context.Response, new { access_token = $"t{++tokens}", expires_in = 3600 });
                return true;
            }

            context.Response.StatusCode = request.Headers["Authorization"] == "Bearer t1" && server.Requests.Count > 4 ? 401 : 200;
            return context.Response.StatusCode == 401;
        };
        await using var services = Open(server, $$""" "oauth2": { "tokenUrl": "http://localhost:{{server.Port}}/token", "clientId": "c", "clientSecret": "s&", "scope": "read" } """);

        var results = new List<string?>();
        for (var i = 0; i < 5; i++)
            results.Add((await services.CallAsync("Plain", 7L, "A", "T")).Error?.Message);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(results, Is.All.Null);
            Assert.That(tokens, Is.EqualTo(2));
            Assert.That(server.Requests.First().Body, Is.EqualTo("grant_type=client_credentials&client_id=c&client_secret=s%26&scope=read"));
        }
    }

    [Test]
    public async Task A_service_in_a_private_network_is_refused_unless_that_is_allowed()
    {
        await using var server = await RestServer.StartAsync();
        await using var services = Open(server, services: new ExternalServicesOptions());

        var result = await services.CallAsync("Plain", 7L, "A", "T");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Error!.Message, Does.Contain("'localhost' is in a private network"));
            Assert.That(server.Requests, Is.Empty);
        }
    }

    private static SqlArray Arguments(string method) => method switch
    {
        "Plain" => [1L, "A", "T"],
        "SearchMessage" => ["x", 1L, SqlValue.Null],
        "ListBooks" => [],
        _ => ["x"],
    };

    private static ExternalServices Open(RestServer server, string options = "", ExternalServicesOptions? services = null)
    {
        var result = new ExternalServices(services ?? new ExternalServicesOptions { EnablePrivateNetworks = true });
        result.Add(CompiledRules.External.Definitions.ServiceReader.Read(
            "shelf",
            $$"""{ "interfaces": { "i": { "address": "http://localhost:{{server.Port}}", "protocol": "rest", "schemaType": "protobuf", "schemaFile": "bookshelf.proto", "options": { {{options}} } } } }""",
            SchemaFolder));
        return result;
    }

    private static ExternalServices OpenSchemaless(RestServer server)
    {
        var result = new ExternalServices(new ExternalServicesOptions { EnablePrivateNetworks = true });
        result.Add(CompiledRules.External.Definitions.ServiceReader.Read(
            "shelf", $$"""{ "interfaces": { "any": { "address": "http://localhost:{{server.Port}}/base/", "protocol": "rest", "schemaless": true } } }""", SchemaFolder));
        return result;
    }
}
