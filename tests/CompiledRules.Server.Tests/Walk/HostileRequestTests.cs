using System.Net;
using System.Text.Json.Nodes;

namespace CompiledRules.Server.Tests.Walk;

/// <summary>Requests that nobody should send: each is refused in the documented form and changes nothing.</summary>
[TestFixture]
public sealed class HostileRequestTests
{
    private static readonly string[] s_names = ["..%2Fx", "..%5Cx", "%00", "a%0Ab", "a%09b", "a%20b", "%F0%9F%92%A9", "a'b", "a%22b", "a;b", new('n', 300)];

    private static readonly string[] s_bodies = ["", "{", "[]", "null", "\"text\"", "1", "{\"id\": 1}", "{\"sql\": []}", "{\"name\": {}}", "{\"content\": 1, \"file\": []}", "\u0000", "{\"id\": \"../x\", \"name\": \"../x\", \"sql\": \"\"}"];

    // These take no names, or names that cannot be there.
    private static readonly string[] s_harmless = ["/stop", "/", "/ping", "/openapi"];

    [Test]
    public async Task Names_that_lead_elsewhere_are_refused()
    {
        await using var server = await TestServer.StartAsync();
        var before = await server.GetAsync("/data/export");
        var answered = new List<string>();

        foreach (var (method, path) in await OperationsAsync(server, static path => path.Contains('{', StringComparison.Ordinal)))
        {
            foreach (var name in s_names)
            {
                var target = System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]*}", name);
                var (status, text) = await server.SendAsync(method, target, method is "GET" or "DELETE" ? null : "{\"sql\": \"SELECT 1\", \"actions\": [{\"nop\": {}}], \"tags\": [\"t\"]}");
                if (!IsRefusal(status) && !IsEmptyList(method, status, text))
                    answered.Add($"{method} {target}: {(int)status} {text}");
            }
        }

        Assert.That(string.Join('\n', answered), Is.Empty);
        Assert.That(await server.GetAsync("/data/export"), Is.EqualTo(before));
    }

    [Test]
    public async Task Bodies_that_are_none_are_refused()
    {
        await using var server = await TestServer.StartAsync();
        var before = await server.GetAsync("/data/export");
        var answered = new List<string>();

        foreach (var (method, path) in await OperationsAsync(server, static path => !path.Contains("/start", StringComparison.Ordinal), takesBody: true))
        {
            foreach (var body in s_bodies.Append(new string('x', 200_000)).Append($"{{\"id\": \"{new string('y', 200_000)}\"}}"))
            {
                if (IsHarmless(path, body))
                    continue;

                var target = System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]*}", "none");
                var (status, text) = await server.SendAsync(method, target, body);
                if (!IsRefusal(status))
                    answered.Add($"{method} {target} {body[..Math.Min(40, body.Length)]}: {(int)status} {text}");
                if (IsRefusal(status) && status is not (HttpStatusCode.UnprocessableEntity or HttpStatusCode.MethodNotAllowed) && !(JsonNode.Parse(text) is JsonObject error && error.ContainsKey("error") && error.ContainsKey("message")))
                    answered.Add($"{method} {target}: the refusal has another form: {text}");
            }
        }

        Assert.That(string.Join('\n', answered), Is.Empty);
        Assert.That(await server.GetAsync("/data/export"), Is.EqualTo(before));
    }

    private static bool IsRefusal(HttpStatusCode status) => (int)status is >= 400 and < 500;

    // A type without options has none, whatever its name.
    private static bool IsEmptyList(string method, HttpStatusCode status, string text) => method == "GET" && status == HttpStatusCode.OK && text is "{}" or "[]";

    // An empty list of requests or rules is one, no tags are all rules, and options are any object.
    private static bool IsHarmless(string path, string body) => (path, body) switch
    {
        ("/batch/req" or "/data/export", "[]" or "null") => true,
        ("/rules/bulkstart" or "/rules/bulkstop", _) => body.StartsWith('{') && body.Length < 1000,
        _ => path.Contains("/confKeys/", StringComparison.Ordinal) && body.StartsWith("{\"", StringComparison.Ordinal) && body.Length < 1000,
    };

    private static async Task<List<(string Method, string Path)>> OperationsAsync(TestServer server, Func<string, bool> isWanted, bool takesBody = false)
    {
        var paths = (await server.GetJsonAsync("/openapi"))["paths"]!.AsObject();
        return
        [
            .. from path in paths
               where isWanted(path.Key) && !s_harmless.Contains(path.Key)
               from operation in path.Value!.AsObject()
               where !takesBody || operation.Value!["requestBody"] is not null
               select (operation.Key.ToUpperInvariant(), path.Key),
        ];
    }
}
