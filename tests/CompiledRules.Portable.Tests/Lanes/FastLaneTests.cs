using System.Buffers;
using CompiledRules.Portable.Functions;
using CompiledRules.Portable.Lanes;
using CompiledRules.Portable.Sdk.Wire;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Portable.Tests.Lanes;

[TestFixture]
[CancelAfter(20_000)]
internal sealed class FastLaneTests
{
    private static readonly CommandLaneOptions s_options = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60)) { Attempts = 2 };

    private SocketFolder _sockets = null!;
    private FakeTimeProvider _time = null!;
    private FunctionState _state = null!;
    private FastLane _lane = null!;
    private SpConnection _plugin = null!;

    [SetUp]
    public async Task SetUp()
    {
        _sockets = new SocketFolder();
        _time = new FakeTimeProvider();
        _state = new FunctionState("f");
        _lane = new FastLane(_sockets.Next(), s_options, new LaneSettings(_time), _state);
        await ConnectAsync(window: 2);
    }

    [TearDown]
    public async Task TearDown()
    {
        _plugin.Dispose();
        await _lane.DisposeAsync();
        _sockets.Dispose();
    }

    [Test]
    public async Task Call_has_the_bytes_of_the_reference()
    {
        var results = new RemoteResult[2];
        var call = _lane.CallAsync(new[] { SqlArray.Create([1L]), SqlArray.Create([2L]) }, results, CancellationToken.None);

        var frame = Convert.ToHexStringLower((await _plugin.ReceiveAsync())!.Value.Span);
        await _plugin.SendAsync(Convert.FromHexString("12000000" + "01000000" + "02000000" + "01000000" + "0101000012000000" + "0001" + "0a000000000000000000000000000000" + "01000000" + "02000000" + "6f68"));
        await call;

        Assert.That(frame, Is.EqualTo("01000100" + "01000000" + "02000000" + "88130000" + "0100000010000000" + "0100000000000000" + "0200000000000000"));
        Assert.That(results.Select(static result => result.ToString()), Is.EqualTo((string[])["10", "error: oh"]));
    }

    [Test]
    public async Task Results_may_come_in_any_order()
    {
        var (first, second) = (CallAsync(1), CallAsync(2));
        var ids = new[] { await ReceiveAsync(), await ReceiveAsync() };

        await AnswerAsync(ids[1], 20);
        Assert.That(await second, Is.EqualTo("20"));
        await AnswerAsync(ids[0], 10);

        Assert.That(await first, Is.EqualTo("10"));
    }

    [Test]
    public async Task Window_is_never_exceeded()
    {
        var calls = Enumerable.Range(0, 5).Select(i => CallAsync(i)).ToArray();
        var open = new Queue<uint>([await ReceiveAsync(), await ReceiveAsync()]);

        for (var i = 0; i < 5; i++)
        {
            await AnswerAsync(open.Dequeue(), i);
            Assert.That(await calls[i], Is.EqualTo($"{i}"));
            if (i < 3)
                open.Enqueue(await ReceiveAsync());
        }
    }

    [Test]
    public async Task Late_result_is_dropped_and_gives_its_place_back()
    {
        var late = CallAsync(1);
        var id = await ReceiveAsync();
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.That(async () => await late, Throws.InstanceOf<LaneException>().With.Property("Failure").EqualTo(LaneFailure.TimedOut));

        await AnswerAsync(id, 1);
        var next = CallAsync(2);
        await AnswerAsync(await ReceiveAsync(), 2);

        Assert.That(await next, Is.EqualTo("2"));
    }

    [Test]
    public async Task Calls_behind_a_stuck_one_are_told_that_the_plugin_is_busy()
    {
        var calls = Enumerable.Range(0, 3).Select(i => CallAsync(i)).ToArray();
        await ReceiveAsync();
        await ReceiveAsync();

        _time.Advance(TimeSpan.FromSeconds(6));
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.That(async () => await calls[0], Throws.InstanceOf<LaneException>().With.Property("Failure").EqualTo(LaneFailure.TimedOut));
        Assert.That(async () => await calls[2], Throws.InstanceOf<LaneException>().With.Property("Failure").EqualTo(LaneFailure.Busy));
    }

    [Test]
    public async Task Calls_in_flight_go_to_the_next_connection_in_their_order()
    {
        var (first, second) = (CallAsync(1), CallAsync(2));
        var ids = new[] { await ReceiveAsync(), await ReceiveAsync() };

        _plugin.Dispose();
        await ConnectAsync(window: 8);
        var again = new[] { await ReceiveAsync(), await ReceiveAsync() };
        await AnswerAsync(again[0], 10);
        await AnswerAsync(again[1], 20);

        Assert.That(again, Is.EqualTo(ids));
        Assert.That(await first, Is.EqualTo("10"));
        Assert.That(await second, Is.EqualTo("20"));
    }

    [Test]
    public async Task Call_that_ends_every_process_is_given_up()
    {
        var call = CallAsync(1);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await ReceiveAsync();
            _plugin.Dispose();
            await ConnectAsync(window: 1);
        }

        Assert.That(async () => await call, Throws.InstanceOf<LaneException>().With.Property("Failure").EqualTo(LaneFailure.Lost));
    }

    [Test]
    public async Task Cancelled_call_leaves_the_others_alone()
    {
        using var cancellation = new CancellationTokenSource();
        var results = new RemoteResult[1];
        var cancelled = _lane.CallAsync(new[] { SqlArray.Create([1L]) }, results, cancellation.Token);
        var id = await ReceiveAsync();

        await cancellation.CancelAsync();
        await AnswerAsync(id, 99);
        var next = CallAsync(2);
        await AnswerAsync(await ReceiveAsync(), 2);

        Assert.That(async () => await cancelled, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await next, Is.EqualTo("2"));
        Assert.That(results[0].Value.IsNull, Is.True);
    }

    [Test]
    public async Task Broken_result_is_an_error_and_ends_the_connection()
    {
        var call = CallAsync(1);
        var id = await ReceiveAsync();
        var output = new FrameWriter(16);
        FastFrame.WriteHeader(output, FastFrame.Result, 0, 0, id, 1, 0);
        output.Write("garbage!"u8);

        await _plugin.SendAsync(output.Written);

        Assert.That(async () => await call, Throws.InstanceOf<LaneException>());
        Assert.That(await _plugin.ReceiveAsync(), Is.Null);
    }

    [Test]
    public async Task State_is_asked_in_the_middle_of_a_call()
    {
        _state.Put("k", 7L);
        var call = CallAsync(1);
        var id = await ReceiveAsync();

        await _plugin.SendAsync(Convert.FromHexString("13010000" + "05000000" + "01000000" + "6b" + "c0"));
        var answer = Convert.ToHexStringLower((await _plugin.ReceiveAsync())!.Value.Span);
        await AnswerAsync(id, 1);

        Assert.That(answer, Is.EqualTo("02000000" + "05000000" + "07"));
        Assert.That(await call, Is.EqualTo("1"));
    }

    private async Task ConnectAsync(int window)
    {
        _plugin = await SocketFolder.DialAsync(_lane.Path, SpProtocol.Pair);
        await _plugin.SendAsync(FastFrame.HelloOf(window));
        await _lane.WaitConnectedAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
    }

    private async Task<string> CallAsync(long argument)
    {
        var results = new RemoteResult[1];
        await _lane.CallAsync(new[] { SqlArray.Create([argument]) }, results, CancellationToken.None);
        return results[0].ToString();
    }

    private async Task<uint> ReceiveAsync() => FastFrame.ReadHeader((await _plugin.ReceiveAsync())!.Value.Span).Id;

    private async Task AnswerAsync(uint id, long value)
    {
        var output = new FrameWriter(16);
        FastFrame.WriteHeader(output, FastFrame.Result, 0, 0, id, 1, 0);
        FastColumn.Write(output, [value]);
        await _plugin.SendAsync(output.Written);
    }
}
