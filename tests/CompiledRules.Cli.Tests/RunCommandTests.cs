using System.Net;
using System.Net.Sockets;
using System.Text;
using CompiledRules.Broker;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Cli.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RunCommandTests : IDisposable
{
    private readonly Cr _cr = new();

    public void Dispose() => _cr.Dispose();

    [Test]
    public async Task Rules_run_to_the_end_of_their_files_and_say_what_they_did()
    {
        _cr.Write("demo.jsonl", "{\"a\":1}\n{\"a\":20}\n{\"a\":\"x\"}\n");
        Assert.That(await RunAsync("""
            CREATE STREAM demo () WITH (TYPE="file", DATASOURCE="demo.jsonl", fileType="lines");
            CREATE SINK out () WITH (TYPE="stdout", sendSingle=TRUE);
            CREATE RULE big INTO out AS SELECT a * 2 AS b FROM demo WHERE a > 5;
            """), Is.Zero);

        Assert.That(_cr.Lines, Is.EqualTo(["""{"b":40}"""]));
        Assert.That(_cr.Messages, Is.EqualTo(["cr: rule big: run Where error: invalid operation string(x) > bigint(5)", "cr: rule big: 3 rows in, 1 out, 1 errors"]));
    }

    [Test]
    public async Task Declared_columns_are_held_to_their_types()
    {
        _cr.Write("demo.csv", "a,b\n1,x\ny,z\n");
        await RunAsync("""
            CREATE STREAM demo (a BIGINT, b STRING) WITH (TYPE="file", DATASOURCE="demo.csv", fileType="csv", hasHeader="true", STRICT_VALIDATION="true");
            SELECT * FROM demo;
            """);

        Assert.That(_cr.Lines, Is.EqualTo(["""{"a":1,"b":"x"}"""]));
        Assert.That(_cr.Messages[0], Does.StartWith("cr: rule query1: stream demo: column 'a': "));
    }

    [Test]
    public async Task Options_of_a_rule_shape_its_output()
    {
        await RunAsync("""
            CREATE STREAM demo () WITH (TYPE="simulator", data="[{\"a\": 1}]", interval="0", loop="false");
            CREATE SINK out () WITH (TYPE="stdout");
            CREATE RULE r INTO out WITH (sendSingle=TRUE, dataTemplate="a is {{.a}}") AS SELECT a FROM demo;
            CREATE RULE s INTO out AS SELECT a FROM demo;
            """);

        Assert.That(_cr.Lines, Is.EquivalentTo(["a is 1", """[{"a":1}]"""]));
    }

    [TestCase("memory", "topic=\"t\"", "DATASOURCE=\"t\"")]
    [TestCase("mqtt", "SERVER=\"embedded\", topic=\"t\"", "SERVER=\"embedded\", DATASOURCE=\"t\"")]
    [TestCase("mqtt", "SERVER=\"embedded\", topic=\"t\"", "EXTRA=\"{\\\"server\\\": \\\"embedded\\\"}\", DATASOURCE=\"t\"")]
    public async Task A_rule_feeds_another_whatever_their_order_and_both_end_with_what_feeds_them(string type, string sink, string stream)
    {
        Assert.That(await RunAsync($$"""
            CREATE STREAM demo () WITH (TYPE="simulator", data="[{\"a\": 1}, {\"a\": 2}]", interval="0", loop="false");
            CREATE SINK link () WITH (TYPE="{{type}}", {{sink}}, sendSingle=TRUE);
            CREATE RULE feeds INTO link AS SELECT a FROM demo;
            CREATE STREAM fed () WITH (TYPE="{{type}}", {{stream}});
            CREATE SINK out () WITH (TYPE="stdout", sendSingle=TRUE);
            CREATE RULE hears INTO out AS SELECT a + 1 AS b FROM fed;
            """), Is.Zero);

        Assert.That(_cr.Lines, Is.EqualTo(["""{"b":2}""", """{"b":3}"""]));
    }

    [Test]
    public async Task A_lookup_table_is_asked()
    {
        _cr.Write("rooms.json", """[{"id": 1, "name": "lab"}, {"id": 2, "name": "hall"}]""");
        await RunAsync("""
            CREATE STREAM demo (id BIGINT) WITH (TYPE="simulator", data="[{\"id\": 2}]", interval="0", loop="false");
            CREATE TABLE rooms (id BIGINT, name STRING) WITH (TYPE="file", DATASOURCE="rooms.json", KIND="lookup", KEY="id");
            SELECT demo.id, rooms.name FROM demo INNER JOIN rooms ON demo.id = rooms.id;
            """);

        Assert.That(_cr.Output + _cr.Error, Does.StartWith("""{"id":2,"name":"hall"}"""));
    }

    [Test]
    public async Task A_broker_that_is_away_is_told_of_and_the_rule_goes_on_when_it_comes()
    {
        var time = new FakeTimeProvider();
        using var cr = new Cr { Time = time };
        var port = FreePort();
        var run = cr.RunAsync("run", cr.Write("a.sql", $$"""
            CREATE STREAM demo () WITH (TYPE="mqtt", SERVER="tcp://127.0.0.1:{{port}}", DATASOURCE="t");
            SELECT a FROM demo;
            """), "--limit", "1");
        Cr.Until(() => cr.Messages.Count > 0);
        Assert.That(cr.Messages[0], Does.StartWith($"cr: rule query1: stream demo (mqtt): tcp://127.0.0.1:{port}: ").And.EndsWith("start it or correct its address, it is tried again until it answers"));

        await using var broker = await EmbeddedBroker.StartAsync(new BrokerOptions { Port = port });
        await broker.PublishAsync("t", Encoding.UTF8.GetBytes("""{"a":1}"""), retain: true);
        Cr.Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return cr.Lines.Count > 0;
        });

        Assert.That(await run, Is.Zero);
        Assert.That(cr.Messages, Has.Member("cr: rule query1: stream demo (mqtt): connected again"));
    }

    [Test]
    public async Task A_duration_ends_the_run()
    {
        var time = new FakeTimeProvider();
        using var cr = new Cr { Time = time };
        var run = cr.RunAsync("run", cr.Write("a.sql", """
            CREATE STREAM demo () WITH (TYPE="simulator", data="[{\"a\": 1}]", interval="1s");
            SELECT a FROM demo;
            """), "--duration", "1m");
        Cr.Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return run.IsCompleted;
        });

        Assert.That(await run, Is.Zero);
        Assert.That(cr.Lines, Is.Not.Empty);
    }

    [Test]
    public async Task Cancellation_writes_what_has_arrived_and_ends_well()
    {
        using var stop = new CancellationTokenSource();
        var run = _cr.RunAsync(stop.Token, "run", _cr.Write("a.sql", """
            CREATE STREAM demo () WITH (TYPE="simulator", data="[{\"a\": 1}]", interval="10ms");
            SELECT a FROM demo;
            """));
        Cr.Until(() => _cr.Lines.Count > 2);
        await stop.CancelAsync();

        Assert.That(await run, Is.Zero);
        Assert.That(_cr.Messages[^1], Does.Match($@"^cr: rule query1: (\d+) rows in, {_cr.Lines.Count} out, 0 errors$"));
    }

    [Test]
    public async Task A_terminal_shows_counters_below_the_rows()
    {
        using var cr = new Cr { IsTerminal = true };
        await cr.RunAsync("run", cr.Write("a.sql", """
            CREATE STREAM demo () WITH (TYPE="simulator", data="[{\"a\": 1}, {\"a\": 2}]", interval="0", loop="false");
            SELECT a FROM demo;
            """));

        Assert.That(cr.Output, Does.Match("query1.* {\"a\":1}").And.Contain("rows in").And.Contain("rows/s"));
    }

    [Test]
    public async Task Bad_options_are_told_at_their_place_and_nothing_runs()
    {
        Assert.That(await RunAsync("""
            CREATE STREAM demo () WITH (TYPE="simulator", data="[{\"a\": 1}]", interval="soon");
            SELECT a FROM demo;
            """), Is.EqualTo(1));

        Assert.That(_cr.Messages.Single(), Does.StartWith("a.sql(1,68): error: 'demo': source simulator, option 'interval': found \"soon\"; expected a duration"));
    }

    [TestCase("-- nothing", "cr: a.sql: there is nothing to run; add CREATE RULE name INTO sink AS SELECT …, or a SELECT")]
    [TestCase("""
        CREATE STREAM demo () WITH (TYPE="simulator", data="[{}]");
        CREATE SINK out () WITH (TYPE="nop");
        CREATE RULE r INTO out AS SELECT a FROM demo;
        """, "cr: a.sql: --limit counts printed rows, and no rule prints any; use a sink with TYPE=\"stdout\", or --duration")]
    public async Task A_script_that_cannot_do_what_is_asked_is_told(string script, string message)
    {
        Assert.That(await RunAsync(script, "--limit", "1"), Is.EqualTo(1));
        Assert.That(_cr.Messages, Is.EqualTo([message]));
    }

    [Test]
    public async Task A_port_that_is_taken_is_told()
    {
        await using var broker = await EmbeddedBroker.StartAsync();

        Assert.That(await RunAsync("CREATE STREAM s () WITH (TYPE=\"simulator\", data=\"[{}]\");\nSELECT * FROM s;", "--broker", $"{broker.Port}"), Is.EqualTo(1));
        Assert.That(_cr.Messages.Single(), Does.StartWith($"cr: the broker cannot listen on 127.0.0.1:{broker.Port}: ").And.EndsWith("choose another port with --broker PORT"));
    }

    private Task<int> RunAsync(string script, params string[] options) => _cr.RunAsync(["run", _cr.Write("a.sql", script), .. options]);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
