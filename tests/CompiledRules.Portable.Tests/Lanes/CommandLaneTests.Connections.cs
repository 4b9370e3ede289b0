using CompiledRules.Portable.Lanes;

namespace CompiledRules.Portable.Tests.Lanes;

internal sealed partial class CommandLaneTests
{
    [Test]
    public async Task Reconnect_in_mid_call_sends_the_command_again_and_ignores_the_repeated_result()
    {
        await RoundTripAsync(7, "first", "old result");
        var call = CallAsync("second");
        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("8:second"));

        _plugin.Dispose();
        _plugin = await ScriptedPlugin.DialAsync(_lane.Path);
        await _plugin.SendAsync(8, "old result");

        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("8:second"));
        await _plugin.SendAsync(9, "second result");
        Assert.That(await call, Is.EqualTo("second result"));
    }

    [Test]
    public async Task Command_that_may_not_be_repeated_fails_when_the_plugin_goes_away()
    {
        await ReopenAsync(s_options with { Attempts = 1 });
        await _plugin.SendAsync(1, "handshake");
        var call = CallAsync("a");
        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("1:a"));

        _plugin.Dispose();

        Assert.That(async () => await call, Throws.InstanceOf<LaneException>().With.Property("Failure").EqualTo(LaneFailure.Lost));
    }

    [Test]
    public async Task Command_that_ends_every_process_is_given_up()
    {
        var call = CallAsync("poison");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await _plugin.SendAsync(1, "handshake");
            Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("1:poison"));
            _plugin.Dispose();
            _plugin = await ScriptedPlugin.DialAsync(_lane.Path);
        }

        Assert.That(async () => await call, Throws.InstanceOf<LaneException>().With.Property("Failure").EqualTo(LaneFailure.Lost));
    }

    [Test]
    public async Task Missing_plugin_is_waited_for_until_the_connection_deadline()
    {
        _plugin.Dispose();
        await UntilAsync(() => !_lane.IsConnected);

        var call = CallAsync("a");
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.That(call.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.That(async () => await call, Throws.InstanceOf<LaneException>().With.Property("Failure").EqualTo(LaneFailure.NotConnected));
    }

    [Test]
    public async Task Newest_connection_wins()
    {
        await _plugin.SendAsync(1, "handshake");
        using var second = await ScriptedPlugin.DialAsync(_lane.Path);
        Assert.That(await _plugin.ReceiveAsync(), Is.EqualTo("end"));

        await second.SendAsync(100, "handshake");
        var call = CallAsync("a");

        Assert.That(await second.ReceiveAsync(), Is.EqualTo("100:a"));
        await second.SendAsync(101, "A");
        Assert.That(await call, Is.EqualTo("A"));
    }
}
