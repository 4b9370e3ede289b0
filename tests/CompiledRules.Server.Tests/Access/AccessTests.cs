using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using CompiledRules.Server.Access;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Server.Tests.Access;

/// <summary>Who is let in, how far, and what nobody gets to see.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AccessTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 31, 10, 0, 0, TimeSpan.Zero));
    private readonly string _issuers = Directory.CreateTempSubdirectory("compiledrules-issuers-").FullName;
    private readonly RSA _key = RSA.Create(2048);

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_issuers, true);
    }

    [TestCase(AccessScope.Read, HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [TestCase(AccessScope.Write, HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden)]
    [TestCase(AccessScope.Admin, HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.OK)]
    public async Task A_key_reaches_as_far_as_its_scope(AccessScope scope, HttpStatusCode read, HttpStatusCode write, HttpStatusCode admin)
    {
        await using var server = await TestServer.StartAsync(change: options => options with { ApiKeys = [new ApiKey("k", scope)] });
        server.Client.DefaultRequestHeaders.Add("X-Api-Key", "k");

        Assert.That((await server.SendAsync("GET", "/rules")).Status, Is.EqualTo(read));
        Assert.That((await server.SendAsync("POST", "/rules", "{}")).Status, Is.EqualTo(write));
        Assert.That((await server.SendAsync("GET", "/data/export")).Status, Is.EqualTo(admin));
    }

    [TestCase("{\"iss\": \"us.pub\", \"aud\": \"eKuiper\", \"exp\": 1896084600}", HttpStatusCode.OK)]
    [TestCase("{\"iss\": \"us.pub\", \"aud\": [\"other\", \"eKuiper\"]}", HttpStatusCode.OK)]
    [TestCase("{\"iss\": \"us.pub\", \"aud\": \"eKuiper\", \"scope\": \"read\"}", HttpStatusCode.OK)]
    [TestCase("{\"iss\": \"us.pub\", \"aud\": \"eKuiper\", \"scope\": \"nothing\"}", HttpStatusCode.Unauthorized)]
    [TestCase("{\"iss\": \"us.pub\", \"aud\": \"eKuiper\", \"exp\": 1896080000}", HttpStatusCode.Unauthorized)]
    [TestCase("{\"iss\": \"us.pub\", \"aud\": \"eKuiper\", \"nbf\": 1996080000}", HttpStatusCode.Unauthorized)]
    [TestCase("{\"iss\": \"us.pub\", \"aud\": \"other\"}", HttpStatusCode.Unauthorized)]
    [TestCase("{\"iss\": \"us.pub\"}", HttpStatusCode.Unauthorized)]
    [TestCase("{\"iss\": \"them\", \"aud\": \"eKuiper\"}", HttpStatusCode.Unauthorized)]
    [TestCase("{\"iss\": \"../us.pub\", \"aud\": \"eKuiper\"}", HttpStatusCode.Unauthorized)]
    [TestCase("{\"aud\": \"eKuiper\"}", HttpStatusCode.Unauthorized)]
    [TestCase("[]", HttpStatusCode.Unauthorized)]
    public async Task A_token_is_held_to_its_claims(string claims, HttpStatusCode expected)
    {
        await using var server = await StartWithIssuerAsync();

        Assert.That(await StatusWithAsync(server, Token(claims)), Is.EqualTo(expected));
    }

    [TestCase("{\"alg\":\"none\"}")]
    [TestCase("{\"alg\":\"HS256\"}")]
    public async Task Only_RS256_counts(string head)
    {
        await using var server = await StartWithIssuerAsync();
        var claims = "{\"iss\": \"us.pub\", \"aud\": \"eKuiper\"}";

        Assert.That(await StatusWithAsync(server, Token(claims, head)), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusWithAsync(server, $"{Part(head)}.{Part(claims)}."), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_token_of_another_key_is_refused()
    {
        await using var server = await StartWithIssuerAsync();
        using var other = RSA.Create(2048);

        Assert.That(await StatusWithAsync(server, Token("{\"iss\": \"us.pub\", \"aud\": \"eKuiper\"}", key: other)), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase("")]
    [TestCase("x")]
    [TestCase("a.b.c")]
    [TestCase("...")]
    [TestCase("!!.!!.!!")]
    public async Task What_is_no_token_is_refused_in_words(string token)
    {
        await using var server = await StartWithIssuerAsync();
        server.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", token);

        var (status, text) = await server.SendAsync("GET", "/rules");

        Assert.That((status, text.Length > 10), Is.EqualTo((HttpStatusCode.Unauthorized, true)));
    }

    [Test]
    public void A_server_for_other_machines_needs_somebody_to_let_in() =>
        Assert.That(() => TestServer.StartAsync(change: static options => options with { Address = IPAddress.Any }), Throws.ArgumentException.With.Message.Contains("API key"));

    [TestCase("/", HttpStatusCode.OK)]
    [TestCase("/ping", HttpStatusCode.OK)]
    [TestCase("/rules", HttpStatusCode.Unauthorized)]
    public async Task Only_the_greeting_is_open(string path, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync(apiKey: "k");

        Assert.That((await server.SendAsync("GET", path)).Status, Is.EqualTo(expected));
    }

    [TestCase("Host", "evil.example")]
    [TestCase("Origin", "https://evil.example")]
    public async Task Without_authentication_pages_from_elsewhere_reach_nothing(string header, string value)
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "/stop"));
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await server.Client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Items_of_a_batch_have_the_rights_of_its_caller()
    {
        await using var server = await TestServer.StartAsync(change: static options => options with { ApiKeys = [new ApiKey("k", AccessScope.Write)] });
        server.Client.DefaultRequestHeaders.Add("X-Api-Key", "k");

        var (_, text) = await server.SendAsync("POST", "/batch/req", """[{"method": "GET", "path": "/rules"}, {"method": "GET", "path": "/data/export"}]""");

        Assert.That(JsonNode.Parse(text)!.AsArray().Select(static answer => (int)answer!["code"]!), Is.EqualTo(new[] { 200, 403 }));
    }

    [Test]
    public async Task A_server_with_a_certificate_speaks_HTTPS()
    {
        var request = new CertificateRequest("CN=localhost", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var (path, key) = (Path.Combine(_issuers, "server.pem"), Path.Combine(_issuers, "server.key"));
        await File.WriteAllTextAsync(path, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(key, _key.ExportPkcs8PrivateKeyPem());
        await using var server = await TestServer.StartAsync(change: options => options with { CertificatePath = path, CertificateKeyPath = key });
        using var trusting = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, found, _, _) => found!.Thumbprint == certificate.Thumbprint };
        using var client = new HttpClient(trusting);

        var batch = await client.PostAsync(new Uri(server.Address, "/batch/req"), new StringContent("""[{"method": "GET", "path": "/ping"}]"""));

        Assert.That(server.Address.Scheme, Is.EqualTo("https"));
        Assert.That(await batch.Content.ReadAsStringAsync(), Does.Contain("\"code\":200"));
    }

    [Test]
    public async Task Secrets_are_in_no_reply_and_survive_what_is_sent_back()
    {
        var log = new StringBuilder();
        await using var server = await TestServer.StartAsync(change: options => options with { Log = line => log.AppendLine(line) });
        await server.CreateAsync("""CREATE STREAM s () WITH (TYPE="mqtt", DATASOURCE="t", SERVER="tcp://127.0.0.1:9", USERNAME="u", PASSWORD="geheim")""");
        await server.CreateRuleAsync("""{"id": "r", "sql": "SELECT * FROM s", "actions": [{"mqtt": {"topic": "o", "server": "tcp://127.0.0.1:9", "username": "u", "password": "geheim"}}, {"rest": {"url": "http://user:geheim@127.0.0.1:9/", "method": "POST", "headers": {"Authorization": "geheim"}}}]}""");
        await server.SendAsync("PUT", "/metadata/sources/mqtt/confKeys/k", """{"password": "geheim"}""");
        await server.SendAsync("POST", "/connections", """{"id": "c", "typ": "mqtt", "props": {"server": "tcp://127.0.0.1:9", "password": "geheim"}}""");

        var replies = new StringBuilder();
        foreach (var path in new[] { "/rules/r", "/streams/s", "/rules/r/status", "/connections", "/connections/c", "/metadata/sources/yaml/mqtt", "/metadata/sources/mqtt", "/data/export", "/v2/data/export", "/rules/r/explain" })
            replies.AppendLine(await server.GetAsync(path));
        var export = await server.GetAsync("/data/export");
        var rule = await server.GetAsync("/rules/r");
        var (updated, text) = await server.SendAsync("PUT", "/rules/r", rule);
        var (imported, _) = await server.SendAsync("POST", "/data/import", new JsonObject { ["content"] = export }.ToJsonString());

        Assert.That(replies.ToString(), Does.Not.Contain("geheim"));
        Assert.That(log.ToString(), Does.Not.Contain("geheim"));
        Assert.That((updated, imported), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)), text);
        var whole = await server.GetAsync("/data/export?secrets=include");
        Assert.That(whole.Split("geheim"), Has.Length.EqualTo(7), whole);
    }

    private async Task<TestServer> StartWithIssuerAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_issuers, "us.pub"), _key.ExportSubjectPublicKeyInfoPem());
        return await TestServer.StartAsync(_time, change: options => options with { RequiresAuthentication = true, IssuerKeyDirectory = _issuers });
    }

    private static async Task<HttpStatusCode> StatusWithAsync(TestServer server, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, "/rules"));
        request.Headers.TryAddWithoutValidation("Authorization", token);
        using var response = await server.Client.SendAsync(request);
        return response.StatusCode;
    }

    private string Token(string claims, string head = "{\"alg\":\"RS256\",\"typ\":\"JWT\"}", RSA? key = null)
    {
        var signed = $"{Part(head)}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString((key ?? _key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
