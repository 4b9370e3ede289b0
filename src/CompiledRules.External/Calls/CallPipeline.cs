using CompiledRules.External.Definitions;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace CompiledRules.External.Calls;

/// <summary>Attempts under a function's options: bulkhead, deadline, retry, breaker, timeout; from the outside in.</summary>
internal sealed class CallPipeline : IDisposable
{
    private readonly string _name;
    private readonly CallOptions _options;
    private readonly ResiliencePipeline<Attempt> _pipeline;
    private readonly SemaphoreSlim? _bulkhead;

    /// <param name="name">Of the method, for error texts.</param>
    public CallPipeline(string name, CallOptions options, TimeProvider time)
    {
        _name = name;
        _options = options;
        _bulkhead = options.MaxConcurrency > 0 ? new SemaphoreSlim(options.MaxConcurrency) : null;
        _pipeline = Build(options, time);
    }

    /// <param name="send">Makes one attempt; asked again for each repetition.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public async ValueTask<Attempt> ExecuteAsync<TState>(Func<TState, CancellationToken, ValueTask<Attempt>> send, TState state, CancellationToken cancellation)
    {
        if (_bulkhead is { } bulkhead)
            await bulkhead.WaitAsync(cancellation).ConfigureAwait(false);

        var context = ResilienceContextPool.Shared.Get(cancellation);
        try
        {
            var outcome = await _pipeline.ExecuteOutcomeAsync(AttemptAsync, context, (send, state)).ConfigureAwait(false);
            return outcome.Exception is { } exception ? Failed(exception, cancellation) : outcome.Result;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
            _bulkhead?.Release();
        }
    }

    public void Dispose() => _bulkhead?.Dispose();

    private static async ValueTask<Outcome<Attempt>> AttemptAsync<TState>(
        ResilienceContext context,
        (Func<TState, CancellationToken, ValueTask<Attempt>> Send, TState State) call)
    {
        try
        {
            return Outcome.FromResult(await call.Send(call.State, context.CancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException exception)
        {
            return Outcome.FromException<Attempt>(exception);
        }
    }

    private Attempt Failed(Exception exception, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return exception switch
        {
            TimeoutRejectedException => Attempt.Failed(FailureKind.Timeout, $"invoke {_name} timeout", exception),
            BrokenCircuitException => Attempt.Failed(FailureKind.Broken, $"{_name} is not called: too many calls of it failed lately"),
            _ => Attempt.Failed(FailureKind.Connection, $"invoke {_name}: {exception.Message}", exception),
        };
    }

    private ResiliencePipeline<Attempt> Build(CallOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time };
        if (options.Deadline is { } deadline)
            builder.AddTimeout(deadline);
        if (options.RetryCount > 1)
            builder.AddRetry(Retry(options));
        if (options.Breaker is { } breaker)
            builder.AddCircuitBreaker(Breaker(breaker));
        return builder.AddTimeout(options.Timeout).Build();
    }

    private RetryStrategyOptions<Attempt> Retry(CallOptions options) => new()
    {
        MaxRetryAttempts = options.RetryCount - 1,
        Delay = options.RetryInterval,
        BackoffType = options.RetryBackoff ? DelayBackoffType.Exponential : DelayBackoffType.Constant,
        UseJitter = options.RetryBackoff,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome switch
        {
            { Exception: TimeoutRejectedException } => true,
            { Exception: not null } => false,
            var outcome => IsRepeated(outcome.Result.Failure),
        }),
    };

    // A refusal is no sign of illness; a time-out and a lost connection are.
    private static CircuitBreakerStrategyOptions<Attempt> Breaker(BreakerOptions options) => new()
    {
        FailureRatio = options.FailureRatio,
        MinimumThroughput = options.MinimumCalls,
        SamplingDuration = options.Sampling,
        BreakDuration = options.Break,
        ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome switch
        {
            { Exception: TimeoutRejectedException } => true,
            { Exception: not null } => false,
            var outcome => outcome.Result.Failure is { } failure && failure.Kind.IsOutage,
        }),
    };

    private bool IsRepeated(CallFailure? failure) =>
        failure?.Kind is FailureKind.Connection || (_options.RetryBusy && failure?.Kind is FailureKind.Busy);
}
