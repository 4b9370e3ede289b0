using System.Threading.Channels;
using CompiledRules.External.Calls;
using CompiledRules.External.Definitions;

namespace CompiledRules.External.Tests.Calls;

/// <summary>A method whose attempts are answered by the test, and a clock that the test moves.</summary>
public sealed class CallPipelineTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly WatchedTimeProvider _time = new();
    private readonly Channel<TaskCompletionSource<Attempt>> _attempts = Channel.CreateUnbounded<TaskCompletionSource<Attempt>>();
    private int _made;

    [Test]
    public async Task An_attempt_that_hangs_ends_with_its_timeout()
    {
        using var pipeline = Pipeline(new CallOptions { Timeout = TimeSpan.FromSeconds(2) });
        var call = Call(pipeline);

        _time.Advance(TimeSpan.FromSeconds(2));

        var failure = (await call).Failure!;
        Assert.That((failure.Kind, failure.Error.Message), Is.EqualTo((FailureKind.Timeout, "invoke M timeout")));
    }

    [Test]
    public async Task A_lost_connection_is_tried_again_after_the_interval()
    {
        using var pipeline = Pipeline(new CallOptions { RetryCount = 3, RetryInterval = s_interval });
        var call = Call(pipeline);

        var started = _time.GetTimestamp();

        (await AttemptAsync()).SetResult(Attempt.Failed(FailureKind.Connection, "gone"));
        (await RepetitionAsync()).SetResult(Attempt.Of("there"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await call).Value, Is.EqualTo((SqlValue)"there"));
            Assert.That(_time.GetElapsedTime(started), Is.EqualTo(s_interval));
        }
    }

    [Test]
    public async Task The_last_attempt_tells_the_error()
    {
        using var pipeline = Pipeline(new CallOptions { RetryCount = 2, RetryInterval = s_interval });
        var call = Call(pipeline);

        (await AttemptAsync()).SetResult(Attempt.Failed(FailureKind.Connection, "first"));
        (await RepetitionAsync()).SetResult(Attempt.Failed(FailureKind.Connection, "second"));

        Assert.That((await call).Failure!.Error.Message, Is.EqualTo("second"));
    }

    [TestCase(FailureKind.Busy, false, 1)]
    [TestCase(FailureKind.Busy, true, 2)]
    [TestCase(FailureKind.Server, true, 1)]
    [TestCase(FailureKind.Refused, true, 1)]
    [TestCase(FailureKind.Reply, true, 1)]
    [TestCase(FailureKind.Connection, false, 2)]
    [TestCase(FailureKind.Timeout, false, 2)]
    public async Task Only_what_may_pass_is_tried_again(object kind, bool retryBusy, int attempts)
    {
        using var pipeline = Pipeline(new CallOptions { RetryCount = 2, RetryInterval = s_interval, RetryBusy = retryBusy });
        var call = Call(pipeline);

        var first = await AttemptAsync();
        if ((FailureKind)kind == FailureKind.Timeout)
            _time.Advance(CallOptions.Default.Timeout);
        else
            first.SetResult(Attempt.Failed((FailureKind)kind, "x"));
        if (attempts == 2)
            (await RepetitionAsync()).SetResult(Attempt.Of(1L));
        await call;

        Assert.That(_made, Is.EqualTo(attempts));
    }

    [Test]
    public async Task The_deadline_bounds_attempts_and_waits_together()
    {
        using var pipeline = Pipeline(new CallOptions { RetryCount = 10, RetryInterval = s_interval, Deadline = TimeSpan.FromSeconds(3) });
        var call = Call(pipeline);
        (await AttemptAsync()).SetResult(Attempt.Failed(FailureKind.Connection, "gone"));
        (await RepetitionAsync()).SetResult(Attempt.Failed(FailureKind.Connection, "gone"));
        (await RepetitionAsync()).SetResult(Attempt.Failed(FailureKind.Connection, "gone"));
        await _time.PassAsync(s_interval);

        Assert.That((await call).Failure!.Kind, Is.EqualTo(FailureKind.Timeout));
    }

    [Test]
    public async Task The_breaker_opens_after_failures_and_lets_a_call_through_after_its_time()
    {
        using var pipeline = Pipeline(new CallOptions { Breaker = new BreakerOptions(0.5, 4, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5)) });
        for (var i = 0; i < 4; i++)
            await Answered(pipeline, Attempt.Failed(FailureKind.Server, "broken"));

        var refused = await Call(pipeline);
        var made = _made;
        _time.Advance(TimeSpan.FromSeconds(5));
        var again = await Answered(pipeline, Attempt.Of("well"));
        var after = await Answered(pipeline, Attempt.Of("well"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused.Failure!.Kind, made), Is.EqualTo((FailureKind.Broken, 4)));
            Assert.That((again.Value, after.Value), Is.EqualTo(((SqlValue)"well", (SqlValue)"well")));
        }
    }

    [Test]
    public async Task Refused_requests_do_not_open_the_breaker()
    {
        using var pipeline = Pipeline(new CallOptions { Breaker = new BreakerOptions(0.1, 2, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5)) });
        for (var i = 0; i < 10; i++)
            await Answered(pipeline, Attempt.Failed(FailureKind.Refused, "bad request"));

        Assert.That((await Answered(pipeline, Attempt.Of(1L))).Failure, Is.Null);
    }

    [Test]
    public async Task The_bulkhead_holds_back_calls_above_its_number()
    {
        using var pipeline = Pipeline(new CallOptions { MaxConcurrency = 2 });
        var calls = new[] { Call(pipeline), Call(pipeline), Call(pipeline) };
        Assert.That(_made, Is.EqualTo(2));

        (await AttemptAsync()).SetResult(Attempt.Of(0L));
        await AttemptAsync();
        (await AttemptAsync()).SetResult(Attempt.Of(2L));

        Assert.That((await calls[2]).Value, Is.EqualTo((SqlValue)2L));
    }

    [Test]
    public async Task A_cancelled_rule_is_no_failure_of_the_service()
    {
        using var pipeline = Pipeline(new CallOptions { RetryCount = 5 });
        using var rule = new CancellationTokenSource();
        var call = Call(pipeline, rule.Token);

        await rule.CancelAsync();

        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
    }

    private CallPipeline Pipeline(CallOptions options) => new("M", options, _time);

    private Task<Attempt> Call(CallPipeline pipeline, CancellationToken cancellation = default) =>
        pipeline.ExecuteAsync(static (self, token) => self.SendAsync(token), this, cancellation).AsTask();

    private async Task<Attempt> Answered(CallPipeline pipeline, Attempt attempt)
    {
        var call = Call(pipeline);
        (await AttemptAsync()).SetResult(attempt);
        return await call;
    }

    private ValueTask<TaskCompletionSource<Attempt>> AttemptAsync() => _attempts.Reader.ReadAsync();

    private async Task<TaskCompletionSource<Attempt>> RepetitionAsync()
    {
        await _time.PassAsync(s_interval);
        return await AttemptAsync();
    }

    private async ValueTask<Attempt> SendAsync(CancellationToken cancellation)
    {
        var attempt = new TaskCompletionSource<Attempt>();
        Interlocked.Increment(ref _made);
        _attempts.Writer.TryWrite(attempt);
        await using var registration = cancellation.Register(() => attempt.TrySetCanceled(cancellation));
        return await attempt.Task;
    }
}
