using System.Runtime.CompilerServices;
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
    private readonly TimeoutSources _timeouts;
    private readonly ResiliencePipeline<Attempt>? _pipeline;
    private readonly SemaphoreSlim? _bulkhead;

    /// <param name="name">Of the method, for error texts.</param>
    public CallPipeline(string name, CallOptions options, TimeProvider time)
    {
        _name = name;
        _options = options;
        _timeouts = new TimeoutSources(time);
        _bulkhead = options.MaxConcurrency > 0 ? new SemaphoreSlim(options.MaxConcurrency) : null;
        _pipeline = options.Deadline is null && options.RetryCount <= 1 && options.Breaker is null ? null : Build(options, time);
    }

    /// <param name="send">Makes one attempt; asked again for each repetition.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public ValueTask<Attempt> ExecuteAsync<TState>(Func<TState, CancellationToken, ValueTask<Attempt>> send, TState state, CancellationToken cancellation) =>
        _pipeline is null && _bulkhead is null ? OnceAsync(send, state, cancellation) : GuardedAsync(send, state, cancellation);

    private async ValueTask<Attempt> GuardedAsync<TState>(Func<TState, CancellationToken, ValueTask<Attempt>> send, TState state, CancellationToken cancellation)
    {
        if (_bulkhead is { } bulkhead)
            await bulkhead.WaitAsync(cancellation).ConfigureAwait(false);

        try
        {
            if (_pipeline is not { } pipeline)
                return await OnceAsync(send, state, cancellation).ConfigureAwait(false);

            var context = ResilienceContextPool.Shared.Get(cancellation);
            var outcome = await pipeline.ExecuteOutcomeAsync(static (context, call) => call.Self.AttemptAsync(call.Send, call.State, context), context, (Self: this, Send: send, State: state)).ConfigureAwait(false);
            ResilienceContextPool.Shared.Return(context);
            return outcome.Exception is { } exception ? Failed(exception, cancellation) : outcome.Result;
        }
        finally
        {
            _bulkhead?.Release();
        }
    }

    /// <summary>One attempt under its timeout. Most functions need no more, and this costs less than a pipeline of one.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Attempt> OnceAsync<TState>(Func<TState, CancellationToken, ValueTask<Attempt>> send, TState state, CancellationToken cancellation)
    {
        var source = _timeouts.Rent(_options.Timeout);
        var registration = cancellation.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
        try
        {
            return await send(state, source.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Attempt.Failed(FailureKind.Timeout, $"invoke {_name} timeout");
        }
        finally
        {
            await registration.DisposeAsync().ConfigureAwait(false);
            _timeouts.Return(source);
        }
    }

    public void Dispose() => _bulkhead?.Dispose();

    private async ValueTask<Outcome<Attempt>> AttemptAsync<TState>(Func<TState, CancellationToken, ValueTask<Attempt>> send, TState state, ResilienceContext context)
    {
        try
        {
            return Outcome.FromResult(await OnceAsync(send, state, context.CancellationToken).ConfigureAwait(false));
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
        return builder.Build();
    }

    private RetryStrategyOptions<Attempt> Retry(CallOptions options) => new()
    {
        MaxRetryAttempts = options.RetryCount - 1,
        Delay = options.RetryInterval,
        BackoffType = options.RetryBackoff ? DelayBackoffType.Exponential : DelayBackoffType.Constant,
        UseJitter = options.RetryBackoff,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is null && IsRepeated(arguments.Outcome.Result.Failure)),
    };

    // A refusal is no sign of illness; a time-out and a lost connection are.
    private static CircuitBreakerStrategyOptions<Attempt> Breaker(BreakerOptions options) => new()
    {
        FailureRatio = options.FailureRatio,
        MinimumThroughput = options.MinimumCalls,
        SamplingDuration = options.Sampling,
        BreakDuration = options.Break,
        ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome is { Exception: null, Result.Failure: { } failure } && failure.Kind.IsOutage),
    };

    private bool IsRepeated(CallFailure? failure) =>
        failure?.Kind is FailureKind.Connection or FailureKind.Timeout || (_options.RetryBusy && failure?.Kind is FailureKind.Busy);
}
