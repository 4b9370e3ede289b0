using System.Text;
using CompiledRules.Portable.Lanes;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Portable.Tests.Lanes;

[TestFixture]
[CancelAfter(20_000)]
internal sealed partial class CommandLaneTests
{
    private static readonly CommandLaneOptions s_options = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60)) { Attempts = 3 };

    private SocketFolder _sockets = null!;
    private FakeTimeProvider _time = null!;
    private CommandLane _lane = null!;
    private ScriptedPlugin _plugin = null!;
    private List<string> _handshakes = null!;

    [SetUp]
    public async Task SetUp()
    {
        _sockets = new SocketFolder();
        _time = new FakeTimeProvider();
        _handshakes = [];
        await OpenAsync(s_options);
    }

    [TearDown]
    public async Task TearDown()
    {
        _plugin.Dispose();
        await _lane.DisposeAsync();
        _sockets.Dispose();
    }

    [Test]
    public async Task Command_answers_the_handshake_and_the_next_request_is_its_result()
    {
        await _plugin.SendAsync(1, "handshake");
        var call = CallAsync("revert");

        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("1:revert"));
        await _plugin.SendAsync(2, "trever");

        Assert.That(await call, Is.EqualTo("trever"));
    }

    [Test]
    public async Task Late_first_frame_is_waited_for()
    {
        var call = CallAsync("a");

        await _plugin.SendAsync(1, "handshake");

        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("1:a"));
        await _plugin.SendAsync(2, "A");
        Assert.That(await call, Is.EqualTo("A"));
    }

    [Test]
    public async Task An_hour_of_keep_alives_is_drained_and_the_next_call_works()
    {
        for (var i = 1u; i <= 720; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await _plugin.SendAsync(i, "handshake");
        }

        await RoundTripAsync(721, "call", "result");
    }

    [Test]
    public async Task Repeated_request_is_no_result()
    {
        await _plugin.SendAsync(1, "handshake");
        await _plugin.SendAsync(1, "handshake");
        var call = CallAsync("a");
        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("1:a"));
        await _plugin.SendAsync(2, "A");
        Assert.That(await call, Is.EqualTo("A"));

        for (var i = 0; i < 5; i++)
            await _plugin.SendAsync(2, "A");
        var next = CallAsync("b");

        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("2:b"));
        await _plugin.SendAsync(2, "A");
        await _plugin.SendAsync(3, "B");
        Assert.That(await next, Is.EqualTo("B"));
    }

    [Test]
    public async Task Keep_alive_in_mid_call_has_the_command_sent_again()
    {
        await _plugin.SendAsync(1, "handshake");
        var call = CallAsync("a");
        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("1:a"));

        await _plugin.SendAsync(2, "handshake");

        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("2:a"));
        await _plugin.SendAsync(3, "A");
        Assert.That(await call, Is.EqualTo("A"));
    }

    [Test]
    public async Task Result_that_comes_after_the_deadline_is_never_the_next_calls_result()
    {
        await _plugin.SendAsync(1, "handshake");
        var late = CallAsync("slow");
        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("1:slow"));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.That(async () => await late, Throws.InstanceOf<LaneException>().With.Property("Failure").EqualTo(LaneFailure.TimedOut));

        var next = CallAsync("next");
        await _plugin.SendAsync(2, "slow result");

        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("2:next"));
        await _plugin.SendAsync(3, "next result");
        Assert.That(await next, Is.EqualTo("next result"));
    }

    [Test]
    public async Task Plugin_still_at_an_earlier_call_is_busy()
    {
        await _plugin.SendAsync(1, "handshake");
        var late = CallAsync("slow");
        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("1:slow"));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.That(async () => await late, Throws.InstanceOf<LaneException>());

        var next = CallAsync("next");
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.That(async () => await next, Throws.InstanceOf<LaneException>().With.Property("Failure").EqualTo(LaneFailure.Busy));
    }

    [Test]
    public async Task Garbage_ends_the_connection_and_nothing_else()
    {
        await _plugin.SendAsync(1, "handshake");
        var call = CallAsync("a");
        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("1:a"));

        using (var raw = SocketFolder.Dial(_lane.Path))
            raw.Send(new byte[100]);
        await _plugin.SendAsync(2, "A");

        Assert.That(await call, Is.EqualTo("A"));
    }

    [Test]
    public async Task Answer_that_begins_like_a_handshake_is_taken_when_it_comes_twice()
    {
        await _plugin.SendAsync(1, "handshake");
        var call = CallAsync("a");
        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("1:a"));
        await _plugin.SendAsync(2, "hopeless");

        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("2:a"));
        await _plugin.SendAsync(3, "hopeless");

        Assert.That(await call, Is.EqualTo("hopeless"));
    }

    [Test]
    public async Task First_message_of_each_connection_is_the_handshake()
    {
        await RoundTripAsync(1, "a", "A");
        _plugin.Dispose();
        _plugin = await ScriptedPlugin.DialAsync(_lane.Path);
        await RoundTripAsync(5, "b", "B");

        Assert.That(_handshakes, Is.EqualTo((string[])["handshake", "handshake"]));
    }

    [Test]
    public async Task Calls_take_turns()
    {
        await _plugin.SendAsync(1, "handshake");
        var calls = Enumerable.Range(0, 20).Select(i => CallAsync($"c{i}")).ToArray();

        for (var i = 0u; i < 20; i++)
        {
            var text = (await _plugin.ReceiveAsync()).Split(':')[1];
            await _plugin.SendAsync(2 + i, text.ToUpperInvariant());
        }

        Assert.That(await Task.WhenAll(calls), Is.EqualTo(Enumerable.Range(0, 20).Select(i => $"C{i}")));
    }

    [Test]
    public async Task Cancelled_call_gives_its_turn_away()
    {
        using var cancellation = new CancellationTokenSource();
        var call = _lane.CallAsync("a"u8.ToArray(), cancellation.Token);

        await cancellation.CancelAsync();

        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        await RoundTripAsync(1, "b", "B");
    }

    [Test]
    public async Task Command_longer_than_the_plugin_takes_is_refused()
    {
        await ReopenAsync(s_options with { LongestCommand = 1 << 20 });

        Assert.That(async () => await _lane.CallAsync(new byte[(1 << 20) - 3], CancellationToken.None), Throws.ArgumentException.With.Message.Contains("1048572"));
        await RoundTripAsync(1, "b", "B");
    }

    [Test]
    public async Task Only_the_admitted_process_is_served()
    {
        await CloseAsync();
        int? seen = null;
        _lane = new CommandLane(_sockets.Next(), s_options, new LaneSettings(_time, AcceptsPeer: id => (seen = id) is null));

        Assert.That(async () => await ScriptedPlugin.DialAsync(_lane.Path), Throws.InstanceOf<IOException>().Or.InstanceOf<System.Net.Sockets.SocketException>());
        Assert.That(seen, Is.EqualTo(Environment.ProcessId));
    }

    private async Task RoundTripAsync(uint id, string command, string result)
    {
        await _plugin.SendAsync(id, "handshake");
        var call = CallAsync(command);
        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo($"{id}:{command}"));
        await _plugin.SendAsync(id + 1, result);
        Assert.That(await call, Is.EqualTo(result));
    }

    private async Task<string> CallAsync(string command) =>
        Encoding.UTF8.GetString(await _lane.CallAsync(Encoding.UTF8.GetBytes(command), CancellationToken.None));

    private async Task OpenAsync(CommandLaneOptions options)
    {
        _lane = new CommandLane(_sockets.Next(), options, new LaneSettings(_time), payload => _handshakes.Add(Encoding.UTF8.GetString(payload.Span)));
        _plugin = await ScriptedPlugin.DialAsync(_lane.Path);
        await _lane.WaitConnectedAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
    }

    private async Task ReopenAsync(CommandLaneOptions options)
    {
        await CloseAsync();
        await OpenAsync(options);
    }

    private async Task CloseAsync()
    {
        _plugin.Dispose();
        await _lane.DisposeAsync();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Yield();
    }
}
